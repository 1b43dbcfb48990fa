"""The top floor as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    """Pages and files that need several apps."""

    name = "etda_plan.overview"
    label = "overview"
    verbose_name = _("overview")

    def ready(self) -> None:
        """State what people are told: whoever shows or sends it needs the words."""
        for module in ("due.kinds", "reporting.notices"):
            import_module(f"{self.name}.{module}")

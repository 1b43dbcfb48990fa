"""The top floor as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    """Pages and files that need several apps."""

    name = "etda_plan.overview"
    label = "overview"
    verbose_name = _("overview")

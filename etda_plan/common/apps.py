"""The ground floor as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CommonConfig(AppConfig):
    """Knows no other app."""

    name = "etda_plan.common"
    label = "common"

    def ready(self) -> None:
        """Gather the acts of all apps; have every ``migrate`` end with a look at the triggers."""
        from etda_plan.common.triggers import require_guards

        autodiscover_modules("permissions")
        post_migrate.connect(require_guards, sender=self)

"""Activities and their months, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """See ``CONTRIBUTING.md`` for what this room holds."""

    name = "activities"
    verbose_name = _("activities")

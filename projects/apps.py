"""The plan itself, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """See ``CONTRIBUTING.md`` for what this room holds."""

    name = "projects"
    verbose_name = _("plan")

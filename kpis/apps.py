"""Indicators and their targets, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KpisConfig(AppConfig):
    """See ``CONTRIBUTING.md`` for what this room holds."""

    name = "kpis"
    verbose_name = _("indicators")

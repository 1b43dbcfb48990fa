"""Money, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    """See ``CONTRIBUTING.md`` for what this room holds."""

    name = "budgets"
    verbose_name = _("money")

"""Accounts as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users and how they sign in."""

    name = "etda_plan.accounts"
    label = "accounts"
    verbose_name = _("accounts")

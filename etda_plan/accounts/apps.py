"""Accounts as a Django app."""

from axes import apps as axes_apps
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users and how they sign in."""

    name = "etda_plan.accounts"
    label = "accounts"
    verbose_name = _("accounts")
    default = True


class SignInRecordsConfig(axes_apps.AppConfig):
    """django-axes, which counts failed sign-ins, under a name that people understand."""

    verbose_name = _("records of sign-ins")

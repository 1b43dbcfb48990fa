"""Accounts as a Django app."""

from axes import apps as axes_apps
from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
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


class ManagementConfig(admin_apps.AdminConfig):
    """Django's administration pages, which roles open."""

    default = False
    default_site = "etda_plan.accounts.site.ManagementSite"

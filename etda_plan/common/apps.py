"""The ground floor as a Django app."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Knows no other app."""

    name = "etda_plan.common"
    label = "common"

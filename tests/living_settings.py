"""The production settings, with static files named as they stand in the source."""

from etda_plan.settings import *  # noqa: F403
from etda_plan.settings import STORAGES

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

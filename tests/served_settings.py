"""The production settings, with static files in a folder of the test's own."""

import os
from pathlib import Path

from etda_plan.settings import *  # noqa: F403
from etda_plan.settings import STORAGES

STATIC_ROOT = Path(os.environ["TEST_STATIC_ROOT"])
STORAGES["staticfiles"]["BACKEND"] = (  # named by content, but not compressed: that takes long
    "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
)

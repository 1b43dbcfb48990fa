"""What every test may use."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)

import pytest
from django.conf import settings


@pytest.fixture(autouse=True, scope="session")
def _plain_static_files() -> None:
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )

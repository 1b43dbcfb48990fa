"""A database of a benchmark's own: a file that is thrown away, or what ``DATABASE_URL`` names.

Imported first: it chooses the database before Django reads its settings.
"""

import atexit
import logging
import os
import secrets
import shutil
import tempfile
from io import StringIO
from pathlib import Path

if "DATABASE_URL" not in os.environ:
    folder = Path(tempfile.mkdtemp(prefix="plan-benchmark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'benchmark.sqlite3'}"
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
os.environ["DJANGO_SETTINGS_MODULE"] = "etda_plan.settings"

import django

django.setup()
logging.disable(logging.INFO)

from django.conf import settings
from django.core.management import CommandError, call_command

from projects.models import FiscalPlan


def prepare() -> None:
    """Lay the tables and load the plan; refuse a database that holds one already."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    if FiscalPlan.objects.exists():
        raise CommandError("A benchmark needs an empty database of its own.")
    call_command("load_plan", stdout=StringIO())

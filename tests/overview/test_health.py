"""What watches over the site asks ``/healthz``."""

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from projects.models import FiscalPlan


def test_a_working_site_answers_with_one_small_query(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_site_without_its_database_answers_503(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(FiscalPlan.objects, "exists", lost)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "database unavailable"}

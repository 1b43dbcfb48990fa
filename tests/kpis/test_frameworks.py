"""Codes of sets of indicators, which are a part of their pages' addresses."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import resolve, reverse
from django.utils import translation

from kpis.models import KpiFramework
from tests.factories import make_plan

pytestmark = pytest.mark.django_db


def framework(code: str) -> KpiFramework:
    return KpiFramework(plan=make_plan(2565), code=code, name="ชุดตัวชี้วัด")


@pytest.mark.parametrize("code", ["evidence", "7", "2565"])
def test_a_code_that_is_another_pages_address_is_refused(code: str) -> None:
    with translation.override("th"), pytest.raises(ValidationError) as refused:
        framework(code).full_clean()
    (message,) = refused.value.message_dict["code"]
    assert message.startswith("รหัสต้องไม่เป็น “evidence” หรือตัวเลขล้วน")


@pytest.mark.parametrize("code", ["section-7", "evidence-2", "my-evidence", "7a", "year2565"])
def test_a_code_that_only_looks_like_one_is_taken_and_leads_to_its_set(code: str) -> None:
    framework(code).full_clean()
    for name, rest in (("kpis:list", ()), ("kpis:detail", (3,))):
        found = resolve(reverse(name, args=[code, *rest]))
        assert (found.view_name, found.kwargs["framework"]) == (name, code)


@pytest.mark.parametrize(
    "code", ["", "evidence", "7", "2565", "a/b", "a b", " a", "ก", "a.b", "<i>", "a\n", "%2e"]
)
def test_the_database_takes_no_code_that_is_no_address_of_its_own(code: str) -> None:
    with pytest.raises(IntegrityError, match="code_is_an_address"), transaction.atomic():
        framework(code).save()


@pytest.mark.parametrize("code", ["section-7", "evidence-2", "Evidence", "7a", "_", "2565-1"])
def test_the_database_takes_every_other_code(code: str) -> None:
    framework(code).save()


def test_a_code_is_never_changed() -> None:
    framework("pa").save()
    with pytest.raises(IntegrityError, match="code_fixed"), transaction.atomic():
        KpiFramework.objects.update(code="section-7")

"""Codes of sets of indicators, which are a part of their pages' addresses."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import resolve, reverse
from django.utils import translation

from kpis.models import KpiFramework
from tests.factories import make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.once]


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

"""Queries and stored texts are compared in one form, on either engine."""

import pytest
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat
from hypothesis import given
from hypothesis import strategies as st

from etda_plan.common.models import contains_any, search_expression
from etda_plan.common.thai import IGNORED_IN_SEARCH, corrected_form, search_form, typed_form
from projects.models import FiscalPlan


def stored_form(text: str) -> str:
    """Return the form that the database makes of ``text``."""
    plans = FiscalPlan.objects.filter(title=text)
    form: str = plans.values_list(search_expression("title"), flat=True).get()
    return form


def make_plan(title: str) -> FiscalPlan:
    return FiscalPlan.objects.create(fiscal_year=2599, title=title)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("e-Licensing", "E Licensing"),
        ("e-Licensing", "elicensing"),
        ("Speed-up", "Speed Up"),
        ("ต่าง ๆ", "ต่างๆ"),
        ("ก.พ.ร.", "กพร"),
        ("โครงการ พัฒนา", "โครงการพัฒนา"),
        ("กฎหมาย\u00a0ดิจิทัล", "กฎหมายดิจิทัล"),
        ("“Trust”", '"trust"'),
    ],
)
def test_spelling_variants_have_one_form(one: str, other: str) -> None:
    assert search_form(one) == search_form(other)


def test_different_words_keep_different_forms() -> None:
    assert search_form("ฉ้อโกง") != search_form("ข้อโกง")
    assert search_form("กฎหมาย") != search_form("กฏหมาย")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("สํานักงาน", "สำนักงาน"),
        ("เเผน", "แผน"),
        ("e\u2011Commerce", "e-commerce"),
        ("ชี้้นำ", "ชี้นำ"),
        ("ปี ๒๕๖๓", "ปี 2563"),
    ],
)
def test_usual_slips_of_typing_and_pasting_are_mended(typed: str, meant: str) -> None:
    assert typed_form(typed) == search_form(meant)


@pytest.mark.django_db
def test_database_and_python_agree_on_every_sign() -> None:
    text = "กAขZ" + "".join(f"{sign}x" for sign in IGNORED_IN_SEARCH) + "&%_|+=*#é0๐ๅ"
    make_plan(text)
    assert stored_form(text) == search_form(text)
    assert not set(stored_form(text)) & set(IGNORED_IN_SEARCH)


@given(st.text())
def test_the_form_of_a_form_is_itself(text: str) -> None:
    assert search_form(search_form(text)) == search_form(text)


@pytest.mark.django_db
@pytest.mark.parametrize("wildcard", ["%", "_", "\\", "100%", "a_b"])
def test_wildcards_are_literal(wildcard: str) -> None:
    make_plan("ร้อยละ 100")
    plans = FiscalPlan.objects.alias(
        bare=search_expression("title"),
        with_sign=Concat(F("title"), Value(wildcard), output_field=TextField()),
    )
    assert not plans.filter(contains_any("bare", [wildcard])).exists()
    assert plans.filter(contains_any("with_sign", [wildcard])).exists()


def test_a_correction_applies_to_the_whole_printed_wording() -> None:
    assert corrected_form("xสพอy", "สพอ", "สพธอ") == "xสพธอy"


def test_a_correction_applies_to_a_part_that_takes_in_the_error() -> None:
    printed, corrected = "แก้ปัญหาข้อโกง", "แก้ปัญหาฉ้อโกง"
    assert corrected_form("ข้อโกง", printed, corrected) == "ฉ้อโกง"
    assert corrected_form("ปัญหาข้อ", printed, corrected) == "ปัญหาฉ้อ"


def test_a_correction_leaves_alone_what_does_not_hold_the_error() -> None:
    printed, corrected = "แก้ปัญหาข้อโกง", "แก้ปัญหาฉ้อโกง"
    assert corrected_form("แก้ปัญหา", printed, corrected) == "แก้ปัญหา"
    assert corrected_form("อโกง", printed, corrected) == "อโกง"
    assert corrected_form("ฉ้อโกง", printed, corrected) == "ฉ้อโกง"


def test_a_correction_does_not_widen_a_very_short_query() -> None:
    assert corrected_form("ทำ", "ธุรกรรมทำอิเล็ก", "ธุรกรรมทางอิเล็ก") == "ทำ"

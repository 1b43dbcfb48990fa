"""Thai dictionary order, the same in Python and in both databases; forms that searches compare."""

import pytest

from etda_plan.common.tables import in_thai_order
from etda_plan.common.thai import (
    collation_key,
    corrected_form,
    is_shortened,
    search_form,
    typed_form,
)
from projects.models import Office
from tests.factories import make_office, make_plan

IN_ORDER = ["กฎหมาย", "เกม", "ขนม", "เงิน", "จัดการ", "แผน", "พัฒนา", "โอน"]


def test_a_consonant_sorts_before_the_vowel_that_is_written_in_front_of_it() -> None:
    assert sorted(IN_ORDER, key=collation_key) == IN_ORDER
    assert sorted(IN_ORDER) != IN_ORDER


def test_marks_decide_only_between_words_that_are_alike_without_them() -> None:
    assert sorted(["ป้า", "ปา", "ปาก"], key=collation_key) == ["ปา", "ป้า", "ปาก"]


@pytest.mark.django_db
def test_the_database_sorts_as_python_does() -> None:
    plan = make_plan()
    for word in reversed(IN_ORDER):
        make_office(plan, word)
    found = Office.objects.filter(plan=plan).order_by(in_thai_order("code"))
    assert [office.code for office in found] == IN_ORDER


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("e-Licensing", "elicensing"),
        ("งบ ประมาณ", "งบประมาณ"),
        ("ธุรกรรม/อิเล็กทรอนิกส์ (ใหม่)", "ธุรกรรมอิเล็กทรอนิกส์ใหม่"),
        ("--- ()", ""),
    ],
)
def test_spaces_hyphens_signs_and_capitals_do_not_count(text: str, form: str) -> None:
    assert search_form(text) == form


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("เเผน", "แผน"),
        ("ดําเนินการ", "ดำเนินการ"),
        ("ที่่", "ที่"),
        ("๒๕๖๓", "2563"),
        ("e\u2011licensing", "elicensing"),
        ("งบ\u200bประมาณ", "งบประมาณ"),
    ],
)
def test_usual_slips_of_typing_and_pasting_are_mended(typed: str, meant: str) -> None:
    assert typed_form(typed) == meant


@pytest.mark.parametrize(
    ("form", "corrected"),
    [
        ("เงินนอกประมาณ", "เงินนอกงบประมาณ"),
        ("แผนเงินนอกประมาณปี", "แผนเงินนอกงบประมาณปี"),
        ("นอกประมาณ", "นอกงบประมาณ"),
        ("เงินนอ", "เงินนอ"),
        ("ก", "ก"),
        ("อื่น", "อื่น"),
    ],
)
def test_a_correction_is_applied_to_the_whole_wording_or_the_part_that_it_changes(
    form: str, corrected: str
) -> None:
    assert corrected_form(form, "เงินนอกประมาณ", "เงินนอกงบประมาณ") == corrected


def test_a_short_name_leaves_letters_out_but_changes_none_and_no_number() -> None:
    assert is_shortened("งบปี 2563", "งบประมาณประจำปี 2563")
    assert not is_shortened("งบปี 2564", "งบประมาณประจำปี 2563")
    assert not is_shortened("ทุนปี 2563", "งบประมาณประจำปี 2563")

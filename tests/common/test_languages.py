"""The document's Thai words inside an English page."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import translation

from etda_plan.common.templatetags.languages import mark_thai, own_title, signed_measure


@dataclass
class Titled:
    title: str = "ข้อสังเกต"
    title_en: str = ""


def test_a_thai_page_marks_nothing() -> None:
    with translation.override("th"):
        assert "lang=" not in mark_thai("กลุ่มที่ 1 งบโครงการ")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("group 1 โครงการ = total", 'group 1 <span lang="th">โครงการ</span> = total'),
        ("no Thai at all", "no Thai at all"),
        ("ก < ข", '<span lang="th">ก</span> &lt; <span lang="th">ข</span>'),
        ("ส.กฎหมาย (เดิม)", '<span lang="th">ส.กฎหมาย (เดิม)</span>'),
    ],
)
def test_an_english_page_marks_runs_of_thai_and_escapes_the_rest(text: str, html: str) -> None:
    with translation.override("en"):
        assert mark_thai(text) == html


def test_a_title_without_english_is_marked_thai_in_an_english_page() -> None:
    with translation.override("en"):
        assert own_title(Titled()) == '<span lang="th">ข้อสังเกต</span>'
        assert own_title(Titled(title_en="A finding")) == "A finding"
    with translation.override("th"):
        assert own_title(Titled(title_en="A finding")) == "ข้อสังเกต"


def test_a_difference_of_counts_has_its_sign() -> None:
    assert [signed_measure(Decimal(value)) for value in ("2", "-1", "0")] == ["+2", "−1", "0"]

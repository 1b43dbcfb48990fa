"""The document's Thai words inside an English page."""

from decimal import Decimal

import pytest
from django.utils import translation

from etda_plan.common.templatetags.languages import mark_thai, signed_measure
from projects.models import Anomaly


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


def test_an_anomaly_is_named_in_the_language_in_use_and_in_thai_where_nobody_translated_it() -> (
    None
):
    bare = Anomaly(title="ข้อสังเกต", detail="รายละเอียด")
    translated = Anomaly(title="ข้อสังเกต", title_en="A finding", detail="ก", detail_en="A detail")
    with translation.override("en"):
        assert (bare.localized_title, bare.localized_detail) == ("ข้อสังเกต", "รายละเอียด")
        assert translated.localized_title == "A finding"
        assert translated.localized_detail == "A detail"
    with translation.override("th"):
        assert (translated.localized_title, translated.localized_detail) == ("ข้อสังเกต", "ก")


def test_a_difference_of_counts_has_its_sign() -> None:
    assert [signed_measure(Decimal(value)) for value in ("2", "-1", "0")] == ["+2", "−1", "0"]

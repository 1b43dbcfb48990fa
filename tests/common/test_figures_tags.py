"""Filters and tags of the templates."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from etda_plan.common.states import STATES, TAGS
from etda_plan.common.templatetags.figures import icon, icon_names
from projects.models import Anomaly, FiscalPlan


def make_shown_plan(fiscal_year: int = 2563, *, is_current: bool = True) -> FiscalPlan:
    return FiscalPlan(fiscal_year=fiscal_year, is_current=is_current)


def drawn(source: str, language: str = "th", **context: Any) -> str:
    with translation.override(language):
        return Template(source).render(Context(context))


def test_amounts_are_written_in_million_baht_with_four_places() -> None:
    assert drawn("{{ x|million }}", x=Decimal("588794600.00")) == "588.7946"


def test_zero_is_a_figure_and_unknown_is_a_word() -> None:
    assert drawn("{{ x|million }}", x=Decimal(0)) == "0.0000"
    assert drawn("{{ x|million }}", x=None) == '<span class="unknown">ไม่มีข้อมูล</span>'


@pytest.mark.parametrize(
    "name", ["million", "signed_million", "baht", "signed_baht", "measure", "short_date"]
)
def test_every_filter_says_that_null_is_unknown(name: str) -> None:
    assert "ไม่มีข้อมูล" in drawn("{{ x|" + name + " }}", x=None)


def test_differences_carry_their_sign_and_a_true_minus() -> None:
    source = "{{ x|signed_million }}"
    assert drawn(source, x=Decimal(6534700)) == "+6.5347"
    assert drawn(source, x=Decimal(-6534700)) == "−6.5347"
    assert drawn(source, x=Decimal(0)) == "0.0000"


def test_changes_in_baht_carry_their_sign_and_both_places() -> None:
    source = "{{ x|signed_baht }}"
    assert drawn(source, x=Decimal("1250.5")) == "+1,250.50"
    assert drawn(source, x=Decimal("-1250.5")) == "−1,250.50"
    assert drawn(source, x=Decimal(0)) == "0.00"


def test_shares_have_two_places_and_a_share_of_nothing_does_not_apply() -> None:
    assert drawn("{{ x|percent_of:y }}", x=Decimal(759696), y=Decimal(5887946)) == "12.90"
    assert drawn("{{ x|percent_of:y }}", x=Decimal(1), y=Decimal(0)) == "–"
    assert "ไม่มีข้อมูล" in drawn("{{ x|percent_of:y }}", x=None, y=Decimal(1))


def test_dates_are_of_the_buddhist_era_in_both_languages() -> None:
    day = datetime.date(2019, 12, 11)
    assert drawn("{{ x|short_date }}", x=day) == "11 ธ.ค. 2562"
    assert drawn("{{ x|long_date }}", x=day) == "11 ธันวาคม พ.ศ. 2562"
    assert drawn("{{ x|short_date }}", "en", x=day) == "11 Dec 2562"


@pytest.mark.parametrize(
    "text", ["588.7946 ล้านบาท", "e-Commerce", "งบประมาณ", "ค่านิยม", "11 ธ.ค. 2562", "พ.ศ. 2563"]
)
def test_what_belongs_together_is_kept_on_one_line(text: str) -> None:
    assert f'<span class="keep">{text}</span>' in drawn("{{ x|keep }}", x=f"ก่อน {text} หลัง")


def test_keep_adds_no_sign_and_escapes_what_it_is_given() -> None:
    kept = drawn("{{ x|keep }}", x="<b>งบประมาณ</b> & e-Licensing")
    assert "<b>" not in kept
    assert "&lt;b&gt;" in kept
    assert "&amp;" in kept
    bare = kept.replace('<span class="keep">', "").replace("</span>", "")
    assert bare == "&lt;b&gt;งบประมาณ&lt;/b&gt; &amp; e-Licensing"


def test_a_citation_links_to_its_line() -> None:
    assert drawn("{% cite 188 %}", plan=make_shown_plan()) == (
        '<span class="cite"><a href="/source/#L188">บรรทัด 188</a></span>'
    )


def test_several_lines_are_joined_and_named_once() -> None:
    cited = drawn("{% cite lines %}", lines=[145, None, 188, 145], plan=make_shown_plan())
    assert cited.count("<a ") == 2
    assert '">บรรทัด 145</a> · <a href="/source/#L188">188</a>' in cited


def test_a_bare_citation_is_the_number_alone() -> None:
    assert ">188</a>" in drawn("{% cite 188 bare=True %}", plan=make_shown_plan())


def test_no_line_is_no_citation() -> None:
    assert drawn("{% cite none %}", none=None) == ""


def test_links_keep_a_fiscal_year_that_is_not_the_current_one() -> None:
    other = make_shown_plan(2564, is_current=False)
    assert drawn("{% plan_url 'home' %}", plan=other) == "/?fiscal_year=2564"
    assert drawn("{% plan_url 'home' %}", plan=make_shown_plan()) == "/"
    assert drawn("{% plan_url 'projects:detail' 'EC' %}", plan=make_shown_plan()) == "/projects/EC/"
    assert 'href="/source/?fiscal_year=2564#L5"' in drawn("{% cite 5 %}", plan=other)


def test_an_anomaly_is_marked_once_however_many_of_its_lines_are_shown() -> None:
    mark = Anomaly(code="A01", title="ยอดย่อยไม่เท่ายอดกลุ่ม", difference=Decimal(6534700))
    shown = drawn("{% anomaly_marks lines %}", lines=[134, 136], plan=make_shown_plan(),
                  anomalies_by_line={134: [mark], 136: [mark]})  # fmt: skip
    assert shown.count('href="/anomalies/#A01"') == 1
    assert "A01 ต่าง 6.5347" in shown


def test_an_anomaly_without_a_difference_is_named_in_the_language_in_use() -> None:
    by_line = {5: [Anomaly(code="T01", title="หัวตาราง <2562>", title_en="Heading says 2562")]}
    source = "{% anomaly_marks 5 %}"
    assert "T01 หัวตาราง &lt;2562&gt;" in drawn(source, anomalies_by_line=by_line)
    assert "T01 Heading says 2562" in drawn(source, "en", anomalies_by_line=by_line)


def test_lines_without_anomalies_bear_no_mark() -> None:
    assert drawn("{% anomaly_marks 5 %}", anomalies_by_line={6: []}) == ""
    assert drawn("{% anomaly_marks 5 %}") == ""


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_sign_and_word_and_colour(state: str) -> None:
    shown = drawn("{% chip state %}", state=state)
    assert f"#{STATES[state].sign}" in shown
    assert f"chip--{STATES[state].colour}" in shown
    with translation.override("th"):
        assert f"<span>{STATES[state].word}</span>" in shown


def test_states_have_the_words_of_both_languages() -> None:
    assert "ต่าง · มีบันทึก" in drawn("{% chip 'documented' %}")
    assert "Documented difference" in drawn("{% chip 'documented' %}", "en")


def test_a_chip_may_carry_a_count() -> None:
    assert "<span>ตรงกัน 24</span>" in drawn("{% chip 'agrees' 24 %}")


@pytest.mark.parametrize("name", TAGS)
def test_every_tag_has_its_word(name: str) -> None:
    with translation.override("th"):
        assert f"<span>{TAGS[name].word}</span>" in drawn("{% tag name %}", name=name)


def test_every_state_and_tag_has_a_sign_that_the_sprite_holds() -> None:
    signs = {state.sign for state in (*STATES.values(), *TAGS.values())} - {""}
    assert signs <= icon_names()


def test_signs_are_hidden_from_screen_readers_and_a_wrong_name_is_refused() -> None:
    assert 'aria-hidden="true"' in icon("search")
    with pytest.raises(TemplateSyntaxError):
        icon("nothing-of-the-kind")


def test_months_that_are_all_unknown_are_one_strip_with_the_word() -> None:
    shown = drawn("{% month_strip row %}", row=[None] * 12)
    assert "ไม่มีข้อมูลในเอกสาร" in shown
    assert "planned" not in shown


def test_months_are_drawn_october_first_and_told_in_words() -> None:
    shown = drawn("{% month_strip row %}", row=[True, False, None] + [False] * 9)
    assert shown.index("planned") < shown.index("blank")
    assert "มีแผน: ต.ค." in shown
    assert "ไม่มีข้อมูล: ธ.ค." in shown
    assert shown.count('<span class="') == 13


def test_month_heads_begin_with_october() -> None:
    assert drawn("{% month_heads %}").startswith(
        '<div class="months months--names"><span>ต.ค.</span><span>พ.ย.</span>'
    )

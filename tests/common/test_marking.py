"""Marking the words of a search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etda_plan.common.marking import Part, excerpt, matching_spans, parts
from etda_plan.common.thai import search_form


def marked(text: str, query: str) -> list[str]:
    spans = matching_spans(text, [search_form(query)])
    return [part.text for part in parts(text, spans) if part.marked]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Speed up e-Licensing", "elicensing", ["e-Licensing"]),
        ("Speed up e-Licensing", "SPEEDUP", ["Speed up"]),
        ("แก้ปัญหาฉ้อโกงออนไลน์", "ฉ้อโกง", ["ฉ้อโกง"]),
        ("ก.พ.ร. และ กพร.", "กพร", ["ก.พ.ร", "กพร"]),
        ("วงเงิน 588.7946 ล้านบาท", "588.7946", ["588.7946"]),
        ("อะไรก็ได้", "ไม่มีคำนี้", []),
        ("อะไรก็ได้", " - ", []),
    ],
)
def test_the_words_searched_for_are_marked_as_they_are_printed(
    text: str, query: str, expected: list[str]
) -> None:
    assert marked(text, query) == expected


def test_every_form_of_a_query_is_marked() -> None:
    pieces = parts("ข้อโกง หรือ ฉ้อโกง", matching_spans("ข้อโกง หรือ ฉ้อโกง", ["ฉ้อโกง", "ข้อโกง"]))
    assert [piece.text for piece in pieces if piece.marked] == ["ข้อโกง", "ฉ้อโกง"]


def test_a_mark_over_a_letter_is_not_parted_from_it() -> None:
    assert marked("ที่ดิน", "ท") == ["ที่"]
    assert marked("สำนัก", "ส") == ["สำ"]


@given(st.text(alphabet="กขาิ่ํ eE-.<&", max_size=40), st.text(alphabet="กขิ่e-.", max_size=4))
def test_the_pieces_are_the_text_again(text: str, query: str) -> None:
    assert "".join(part.text for part in parts(text, matching_spans(text, [query, "e"]))) == text


def test_overlapping_spans_are_marked_once() -> None:
    assert parts("abcd", [(0, 3), (1, 4)]) == [Part("abc", True), Part("d", False)]


def test_an_excerpt_of_a_long_text_stands_around_the_words() -> None:
    text = "ก" * 500 + " e-Licensing " + "ข" * 500
    pieces = excerpt(text, ["elicensing"])
    assert Part("e-Licensing", True) in pieces
    assert pieces[0].text == pieces[-1].text == "…"
    assert sum(len(piece.text) for piece in pieces) < 260


def test_an_excerpt_of_a_short_text_is_the_text() -> None:
    assert excerpt("e-Licensing", ["lic"]) == [
        Part("e-", False),
        Part("Lic", True),
        Part("ensing", False),
    ]


def test_an_excerpt_without_the_words_is_the_beginning() -> None:
    assert excerpt("ก" * 300, ["ข"])[0].text == "ก" * 210

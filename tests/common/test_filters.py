"""What the address says is kept, changed by links, and left out where it means nothing."""

from django.db.models import QuerySet
from django.http import QueryDict
from django.test import RequestFactory

from etda_plan.common.filters import Address, ChoiceFilter, Filtered, FilterSet, read_filters
from projects.models import Anomaly


class StateFilterSet(FilterSet):
    state = ChoiceFilter(label="State", choices=Anomaly.State.choices)
    severity = ChoiceFilter(label="Severity", choices=Anomaly.Severity.choices)


def no_rows() -> QuerySet[Anomaly]:
    return Anomaly.objects.none()


def read(query: str) -> Filtered:
    return read_filters(RequestFactory().get(f"/{query}"), StateFilterSet, no_rows())


def keys(query: str) -> dict[str, str]:
    return QueryDict(query.removeprefix("?")).dict()


class TestAnAddress:
    def test_leaves_out_what_is_empty(self) -> None:
        assert Address({"q": "", "state": "open"}).with_() == "?state=open"

    def test_changes_one_key_and_keeps_the_others(self) -> None:
        changed = Address({"state": "open", "page": "2"}).with_(page=3)
        assert keys(changed) == {"state": "open", "page": "3"}

    def test_takes_a_key_out_where_its_value_becomes_empty(self) -> None:
        assert keys(Address({"state": "open", "page": "2"}).with_(page="")) == {"state": "open"}

    def test_is_left_as_it_was_by_the_links_made_of_it(self) -> None:
        address = Address({"state": "open"})
        address.with_(state="confirmed")
        assert address.without() == "?state=open"

    def test_writes_thai_so_that_it_is_read_back(self) -> None:
        assert keys(Address({"q": "งบ & แผน"}).with_()) == {"q": "งบ & แผน"}


class TestFiltersOfAPage:
    def test_a_filter_in_force_has_words_and_a_link_that_takes_it_out(self) -> None:
        state, severity = read("?state=open&severity=high&fiscal_year=2563").active_filters
        assert state.words == f"State: {Anomaly.State.OPEN.label}"
        assert keys(state.query) == {"severity": "high", "fiscal_year": "2563"}
        assert keys(severity.query) == {"state": "open", "fiscal_year": "2563"}

    def test_clearing_them_keeps_the_year(self) -> None:
        assert read("?state=open&severity=high&fiscal_year=2563").clear == "?fiscal_year=2563"

    def test_the_form_carries_the_year_on_and_nothing_that_it_has_a_field_for(self) -> None:
        assert read("?state=open&fiscal_year=2563").hidden_fields == [("fiscal_year", "2563")]

    def test_a_value_that_is_none_is_left_out_and_said_and_the_rest_holds(self) -> None:
        page = read("?state=nonsense&severity=high")
        assert page.filterset.rejected == ["State"]
        assert ["State" in note for note in page.notes] == [True]
        assert [each.words for each in page.active_filters] == [
            f"Severity: {Anomaly.Severity.HIGH.label}"
        ]
        assert (page.value("state"), page.value("severity")) == ("", "high")

    def test_without_filters_nothing_is_said(self) -> None:
        page = read("")
        assert (page.notes, page.active_filters, page.clear) == ([], [], "?")

    def test_keys_that_no_filter_knows_are_dropped(self) -> None:
        assert read("?state=open&admin=1").address.with_() == "?state=open"

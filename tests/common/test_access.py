"""Pages that are open to some people only."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from etda_plan.common.access import open_to
from etda_plan.common.permissions import Act, Role

PAY = Act("money.pay", "จ่ายเงิน", frozenset({Role.FINANCE.value}))
READ = Act("money.read", "อ่าน", frozenset({Role.AUDITOR.value}))


class Person:
    is_authenticated = True

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(role.value for role in roles)


def answer(user: Any, *acts: Act) -> HttpResponse:
    """Return what a page that is open to ``acts`` answers."""

    @open_to(*acts)
    def page(request: HttpRequest, number: int) -> HttpResponse:
        return HttpResponse(f"page {number}")

    request = RequestFactory().get("/money/?page=2")
    request.user = user
    response = page(request, 7)
    assert isinstance(response, HttpResponse)
    return response


def test_who_may_do_one_of_the_acts_sees_the_page() -> None:
    assert answer(Person(Role.AUDITOR), PAY, READ).content == b"page 7"


def test_a_visitor_signs_in_and_comes_back_to_the_same_address() -> None:
    response = answer(AnonymousUser(), PAY)
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/money/%3Fpage%3D2"


def test_an_account_without_the_right_is_told_which() -> None:
    with pytest.raises(PermissionDenied, match="จ่ายเงิน"):
        answer(Person(Role.AUDITOR), PAY)

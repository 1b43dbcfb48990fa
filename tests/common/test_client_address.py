"""Failed sign-ins are counted by an address that the one who signs in cannot choose."""

import pytest
from django.test import RequestFactory, override_settings

from etda_plan.common.client_address import client_address

DIRECT = "10.0.0.9"


def seen(proxies: int, forwarded: str | None) -> str:
    request = RequestFactory().get("/")
    request.META["REMOTE_ADDR"] = DIRECT
    if forwarded is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    with override_settings(TRUSTED_PROXIES=proxies):
        return client_address(request)


@pytest.mark.parametrize("forwarded", [None, "", "1.1.1.1", "1.1.1.1, 2.2.2.2"])
def test_without_a_proxy_it_is_that_of_the_connection(forwarded: str | None) -> None:
    assert seen(0, forwarded) == DIRECT


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "2.2.2.2", "2.2.2.2"),
        (1, "made-up, 2.2.2.2", "2.2.2.2"),
        (2, "2.2.2.2, 3.3.3.3", "2.2.2.2"),
        (2, "made-up, 2.2.2.2,3.3.3.3", "2.2.2.2"),
    ],
)
def test_only_what_our_own_proxies_wrote_counts(proxies: int, forwarded: str, address: str) -> None:
    assert seen(proxies, forwarded) == address


@pytest.mark.parametrize("forwarded", [None, "", "2.2.2.2", "2.2.2.2,"])
def test_fewer_entries_than_proxies_is_the_connections_own(forwarded: str | None) -> None:
    assert seen(3, forwarded) == DIRECT

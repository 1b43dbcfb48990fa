"""Acts and the roles that may do them."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.template import Context, Template
from django.utils import translation

from etda_plan.common import permissions
from etda_plan.common.permissions import Act, Role, act, acts, find_act
from tests.architecture.tree import template_files


class Person:
    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(role.value for role in roles)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Act]:
    """A registry of its own, thrown away afterwards."""
    own: dict[str, Act] = {}
    monkeypatch.setattr(permissions, "_acts", own)
    return own


@pytest.fixture
def paying(registry: dict[str, Act]) -> Act:
    return act("money.pay", "จ่ายเงิน", Role.FINANCE, Role.ADMINISTRATOR)


def test_an_act_allows_its_roles_and_no_other(paying: Act) -> None:
    allowed = {role for role in Role if paying.allows(Person(role))}
    assert allowed == {Role.FINANCE, Role.ADMINISTRATOR}


def test_one_of_several_roles_is_enough(paying: Act) -> None:
    assert paying.allows(Person(Role.OFFICER, Role.FINANCE))


def test_who_has_no_role_may_nothing(paying: Act) -> None:
    assert not paying.allows(Person())
    assert not paying.allows(AnonymousUser())
    assert not paying.allows(None)


def test_a_refusal_names_the_act_in_the_language_in_use(paying: Act) -> None:
    paying.require(Person(Role.FINANCE))
    for language, words in (("th", "บัญชีนี้ไม่มีสิทธิ์: จ่ายเงิน"), ("en", "may not do this: จ่ายเงิน")):
        with translation.override(language), pytest.raises(PermissionDenied, match=words):
            paying.require(Person(Role.AUDITOR))


def test_an_act_is_stated_once_and_for_somebody(paying: Act) -> None:
    with pytest.raises(ValueError, match="twice"):
        act("money.pay", "จ่ายเงิน", Role.FINANCE)
    with pytest.raises(ValueError, match="no role"):
        act("money.burn", "เผาเงิน")
    assert acts() == [paying]


def test_acts_are_listed_by_code_and_found_by_it(paying: Act) -> None:
    first = act("money.lend", "ให้ยืม", Role.PLANNER)
    assert acts() == [first, paying]
    assert find_act("money.pay") is paying
    with pytest.raises(LookupError, match=re.escape("money.steal")):
        find_act("money.steal")


def test_templates_ask_the_same_act(paying: Act) -> None:
    page = Template('{% if who|may:"money.pay" %}yes{% else %}no{% endif %}')
    assert page.render(Context({"who": Person(Role.FINANCE)})) == "yes"
    assert page.render(Context({"who": AnonymousUser()})) == "no"
    with pytest.raises(LookupError):
        Template('{{ who|may:"money.steal" }}').render(Context({"who": Person()}))


def test_every_act_that_a_template_asks_is_stated() -> None:
    """Inside an ``and`` Django would take the error of an unknown act for no."""
    asked = {
        code
        for file in template_files()
        for code in re.findall(r"\|may:\s*\"([^\"]*)\"", file.read_text(encoding="utf-8"))
    }
    assert asked - {each.code for each in acts()} == set()

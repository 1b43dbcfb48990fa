"""Every page of the admin: it opens, obeys the strict policy, and speaks Thai."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.urls import reverse

from budgets.admin.ledger import LedgerAdmin
from budgets.models import DisbursementTarget, TransferLimit
from etda_plan.accounts.models import User
from etda_plan.common.citations import read_document
from projects.models import FiscalPlan, Strategy
from projects.services.amendments import amend
from tests.factories import make_user

NAMES = {
    "etda", "somchai", "somsri", "example", "admin", "current_appropriation", "off_budget",
    "prior_year_balance", "sha-256", "ipv4", "ipv6", "english", "ip", "get", "post",
    "control", "command", "mac", "csv",
}  # fmt: skip
"""What is a name, not a sentence."""
HIDDEN = {"script", "style", "template"}
NO_TEXT = {"img", "input", "br", "link", "meta", "hr", "col", "wbr"}


class Words(HTMLParser):
    """The texts that a page shows, labels for the blind included, inputs' values left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inline: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in NO_TEXT:
            self._open.append(tag)
        self.inline += [name for name, _ in attrs if name == "style" or name.startswith("on")]
        if tag == "script" and not any(name in ("src", "type") for name, _ in attrs):
            self.inline.append("script")
        self.inline += ["style"] if tag == "style" else []
        said = ("alt", "title", "aria-label", "placeholder")
        self.texts += [value for name, value in attrs if name in said and value]
        button = tag == "input" and ("type", "submit") in attrs
        self.texts += [value for name, value in attrs if button and name == "value" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not HIDDEN & set(self._open):
            self.texts.append(data)


LEDGER = [model for model, shown in admin.site._registry.items() if isinstance(shown, LedgerAdmin)]


def registered() -> list[type[models.Model]]:
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def english(html: str, known: str) -> set[str]:
    """Return the English words that a page shows and the plan does not hold."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9_’'-]{2,}", " ".join(Words(html).texts))
    words = [word for word in words if not any(sign.isdigit() for sign in word)]
    return {word for word in words if word.lower() not in known and word.lower() not in NAMES}


@pytest.fixture
def manager(db: None) -> User:
    """An administrator whose page shows no password: a hash may hold anything, words too."""
    user = make_user(is_staff=True, is_superuser=True)
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def manager_client(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def known(plan: FiscalPlan) -> str:
    """What the plan's document and records say, in small letters."""
    texts = list(read_document(2563).lines)
    for model in apps.get_models():
        if model._meta.app_label in ("projects", "activities", "kpis", "budgets"):
            text = [
                field.name
                for field in model._meta.fields
                if isinstance(field, models.CharField | models.TextField)
            ]
            for row in model._base_manager.values_list(*text) if text else []:
                texts += [str(value) for value in row]
    return "\n".join(texts).lower()


@pytest.fixture
def amended(plan: FiscalPlan, manager: User) -> None:
    """Something in every list: an amendment, a group, failed sign-ins."""
    strategy = Strategy.objects.get(plan=plan, number=1)
    amend(strategy, "text", "ถ้อยคำใหม่", reason="ตามมติ", user=manager)
    Group.objects.create(name="ฝ่ายแผน")
    for model in (AccessLog, AccessAttempt, AccessFailureLog):
        counted = {"failures_since_start": 1} if model is AccessAttempt else {}
        model.objects.create(username="somchai", ip_address="127.0.0.1", **counted)


def pages_of(model: type[models.Model], client: Client) -> Iterator[str]:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield reverse(f"{name}_changelist")
    yield reverse(f"{name}_changelist") + "?q=zzzz"
    row = model._base_manager.order_by("pk").first()
    if client.get(reverse(f"{name}_add")).status_code == 200:
        yield reverse(f"{name}_add")
    if row and model._meta.app_label != "axes":
        yield reverse(f"{name}_change", args=[row.pk])
        yield reverse(f"{name}_history", args=[row.pk])


def test_every_model_of_the_plan_has_an_entry() -> None:
    """Histories apart: they are read beside the record that they belong to."""
    own = [
        model
        for model in apps.get_models()
        if model._meta.app_label in ("projects", "activities", "kpis", "budgets", "accounts")
        and not model._meta.model_name.startswith("historical")  # type: ignore[union-attr]
    ]
    assert set(own) <= set(registered())
    assert len(own) >= 29


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.label)
class TestPages:
    def test_open_obey_the_policy_and_speak_thai(
        self,
        manager_client: Client,
        amended: None,
        known: str,
        model: type[models.Model],
    ) -> None:
        for page in pages_of(model, manager_client):
            answer = manager_client.get(page)
            assert answer.status_code == 200, page
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert "script-src 'self'" in policy
            assert "default-src 'none'" in policy
            html = answer.content.decode()
            assert Words(html).inline == [], page
            assert english(html, known) == set(), page
            assert not re.search(r"\b20[12]\d\b", " ".join(Words(html).texts)), page

    def test_has_thai_names_filters_and_search(self, model: type[models.Model]) -> None:
        for name in (model._meta.verbose_name, model._meta.verbose_name_plural):
            assert re.search("[ก-ฮ]", str(name)), name
        shown_by = admin.site._registry[model]
        assert shown_by.search_fields or model in (*LEDGER, DisbursementTarget)
        assert shown_by.list_filter or model in (FiscalPlan, Group, *LEDGER, TransferLimit)

    def test_lists_take_the_same_queries_for_any_number_of_rows(
        self,
        manager_client: Client,
        amended: None,
        model: type[models.Model],
        django_assert_max_num_queries: object,
    ) -> None:
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        with django_assert_max_num_queries(22):  # type: ignore[operator]
            manager_client.get(page)


def test_the_other_pages_speak_thai(manager_client: Client, manager: User, known: str) -> None:
    """The index, the pages of each app, passwords, signing out."""
    labels = {model._meta.app_label for model in registered()}
    pages = [
        reverse("admin:index"),
        *[reverse("admin:app_list", args=[label]) for label in sorted(labels)],
        reverse("admin:password_change"),
        reverse("admin:auth_user_password_change", args=[manager.pk]),
        reverse("admin:accounts_user_delete", args=[make_user("somsri").pk]),
    ]
    for page in pages:
        html = manager_client.get(page).content.decode()
        assert english(html, known) == set(), page
    assert "จัดการข้อมูลแผน" in html
    assert 'href="/"' in html


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    for model in registered():
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert client.get(page)["Location"].startswith(reverse("admin:login"))


def test_staff_without_permission_sees_nothing(client: Client, db: None) -> None:
    client.force_login(make_user(is_staff=True))
    for model in registered():
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert client.get(page).status_code == 403


def test_content_types_are_named_in_thai(db: None) -> None:
    assert str(ContentType.objects.get_for_model(Strategy)) == "แผน | กลยุทธ์"

"""Evidence of results: looked at, kept privately, given to who may read, and only as downloads."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.asserts import assertRedirects

from etda_plan.accounts.models import User
from etda_plan.common.permissions import Role
from etda_plan.common.uploads import checked_upload
from kpis.models import Evidence, KpiResult
from kpis.services.evidence import add_file, add_link, remove_evidence
from kpis.services.results import copy_results
from projects.models import MonthlyReport
from projects.services.reports import approve_report, start_report, submit_report
from tests.factories import (
    make_kpi,
    make_office,
    make_plan,
    make_planner,
    make_project,
    make_target,
    make_user,
)
from tests.reporting_factories import make_head, make_officer, make_report, make_result

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.ATTACHMENTS_DIR = tmp_path / "kept"
    return tmp_path / "kept"


@pytest.fixture
def result() -> KpiResult:
    plan = make_plan(2562)
    office = make_office(plan)
    target = make_target(make_kpi(plan), make_project(plan), "10", owner=office)
    return make_result(make_report(office, 3), target)


def officer_of(result: KpiResult) -> User:
    return make_officer(result.report.office)


def pdf(content: bytes = PDF, name: str = "รายงาน.pdf") -> Any:
    return checked_upload(SimpleUploadedFile(name, content))


def attached(result: KpiResult, content: bytes = PDF) -> Evidence:
    return add_file(result, pdf(content), user=officer_of(result))


def approve(report: MonthlyReport) -> None:
    submit_report(report, user=make_officer(report.office))
    approve_report(report, user=make_head(report.office))


def stored(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def test_a_file_is_kept_under_a_name_that_says_nothing(result: KpiResult, folder: Path) -> None:
    evidence = attached(result)
    assert (evidence.name, evidence.size) == ("รายงาน.pdf", len(PDF))
    assert evidence.content_type == "application/pdf"
    assert evidence.sha256 == hashlib.sha256(PDF).hexdigest()
    (file,) = stored(folder)
    assert file.relative_to(folder).as_posix() == evidence.stored_name
    assert "รายงาน" not in evidence.stored_name
    assert file.read_bytes() == PDF


def test_the_same_file_is_attached_once_and_not_kept_twice(result: KpiResult, folder: Path) -> None:
    attached(result)
    with pytest.raises(ValidationError) as refused:
        attached(result)
    assert refused.value.messages == ["ผลนี้มีไฟล์นี้แล้ว"]
    assert len(stored(folder)) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("ผล.exe", b"MZ\x90\0", "แนบได้เฉพาะ"),
        ("ผล.html", HTML, "แนบได้เฉพาะ"),
        ("ผล.svg", SVG, "แนบได้เฉพาะ"),
        ("ผล.pdf", HTML, "ไม่ใช่ไฟล์ .pdf"),
        ("ผล.png", SVG, "ไม่ใช่ไฟล์ .png"),
        ("ผล.pdf", b"", "ว่าง"),
        ("ผล.pdf", PDF + b" " * (1 << 20), "MB"),
    ],
)
def test_what_is_no_evidence_is_refused_with_a_reason(
    settings: Any, name: str, content: bytes, words: str
) -> None:
    settings.ATTACHMENT_MEGABYTES = 1
    with pytest.raises(ValidationError) as refused:
        checked_upload(ContentFile(content, name))
    assert words in refused.value.messages[0]


@pytest.mark.parametrize("name", ["../../etc/ผล.pdf", "C:\\ลับ\\ผล.pdf", "/root/ผล.pdf"])
def test_a_path_in_the_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        checked_upload(ContentFile(PDF, name))
    assert "โฟลเดอร์" in refused.value.messages[0]


def test_nothing_stays_in_the_folder_where_the_report_is_shut(
    result: KpiResult, folder: Path
) -> None:
    submit_report(result.report, user=officer_of(result))
    with pytest.raises(ValidationError):
        attached(result)
    assert stored(folder) == []


def test_who_may_not_write_the_report_attaches_nothing(result: KpiResult, folder: Path) -> None:
    stranger = make_officer(make_office(result.report.office.plan, "ส.อื่น"))
    for act in (
        lambda: add_file(result, pdf(), user=stranger),
        lambda: add_link(result, "https://example.org/", user=stranger),
        lambda: remove_evidence(attached(result), user=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Evidence.objects.count() == len(stored(folder)) == 1


class TestLinks:
    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "ftp://example.org/",
            "//example.org/",
            "example.org",
            "https://",
            "https://user:secret@example.org/",
            "https://example.org/\u202egnp.exe",
            "https://example.org/a b",
            "https://[",
            "https://example.org\\@evil.example/",
            "https://example.org/" + "a" * 500,
        ],
    )
    def test_only_a_plain_web_address_is_a_link(self, result: KpiResult, address: str) -> None:
        with pytest.raises(ValidationError) as refused:
            add_link(result, address, user=officer_of(result))
        assert refused.value.messages == ["กรอกที่อยู่เว็บที่ขึ้นต้นด้วย http:// หรือ https://"]

    def test_a_link_is_called_by_its_name_or_its_address(self, result: KpiResult) -> None:
        user = officer_of(result)
        named = add_link(result, " https://example.org/ผล ", "ประกาศ", user=user)
        bare = add_link(result, "http://example.org/", user=user)
        assert (named.name, named.address) == ("ประกาศ", "https://example.org/ผล")
        assert bare.name == "http://example.org/"

    def test_a_scheme_is_kept_in_small_letters_as_every_engine_asks(
        self, result: KpiResult
    ) -> None:
        link = add_link(result, "HTTPS://Example.org/A", user=officer_of(result))
        assert link.address == "https://Example.org/A"

    def test_the_longest_address_is_taken_and_names_it_as_far_as_a_name_goes(
        self, result: KpiResult
    ) -> None:
        address = "https://example.org/".ljust(500, "a")
        link = add_link(result, address, "  ", user=officer_of(result))
        assert (link.address, link.name) == (address, address[:200])

    def test_the_same_link_is_added_once(self, result: KpiResult) -> None:
        add_link(result, "https://example.org/", user=officer_of(result))
        with pytest.raises(ValidationError) as refused:
            add_link(result, "https://example.org/", user=officer_of(result))
        assert refused.value.messages == ["ผลนี้มีลิงก์นี้แล้ว"]


class TestRemoving:
    def test_its_file_goes_with_it(
        self,
        result: KpiResult,
        folder: Path,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        evidence = attached(result)
        with django_capture_on_commit_callbacks(execute=True):
            remove_evidence(evidence, user=officer_of(result))
        assert (Evidence.objects.count(), stored(folder)) == (0, [])

    def test_other_files_neither_go_with_it_nor_keep_it(
        self,
        result: KpiResult,
        folder: Path,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        evidence, other = attached(result), attached(result, PDF + b"% other")
        with django_capture_on_commit_callbacks(execute=True):
            remove_evidence(evidence, user=officer_of(result))
        assert [file.name for file in stored(folder)] == [Path(other.stored_name).name]

    def test_a_file_that_the_version_before_names_stays(
        self,
        result: KpiResult,
        folder: Path,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        attached(result)
        approve(result.report)
        user = officer_of(result)
        second = start_report(result.report.month, result.report.office, user=user)
        copy_results(result.report, second)
        with django_capture_on_commit_callbacks(execute=True):
            remove_evidence(Evidence.objects.get(result__report=second), user=user)
        assert Evidence.objects.get().result == result
        assert len(stored(folder)) == 1

    def test_nothing_is_removed_from_a_report_that_is_handed_over(
        self, result: KpiResult, folder: Path
    ) -> None:
        evidence = attached(result)
        submit_report(result.report, user=officer_of(result))
        with pytest.raises(ValidationError):
            remove_evidence(evidence, user=officer_of(result))
        with pytest.raises(IntegrityError, match="removed_while_open"), transaction.atomic():
            Evidence.objects.filter(pk=evidence.pk).delete()
        with pytest.raises(IntegrityError, match="while_open"), transaction.atomic():
            add_row(result)
        assert len(stored(folder)) == 1


def add_row(result: KpiResult) -> None:
    Evidence.objects.create(
        result=result,
        kind="link",
        name="x",
        address="https://example.org/",
        added_by=officer_of(result),
    )


def test_evidence_is_not_changed_behind_its_back(result: KpiResult) -> None:
    evidence = attached(result)
    with pytest.raises(IntegrityError, match="evidence_kept"), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(name="อื่น.pdf")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "link", "address": "javascript:alert(1)"},
        {"kind": "file", "stored_name": ""},
        {"kind": "file", "stored_name": "x", "size": 0},
        {"kind": "link", "address": "https://example.org/", "stored_name": "x"},
    ],
)
def test_the_database_refuses_what_is_neither_file_nor_link(
    result: KpiResult, fields: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match="evidence_file_or_link"), transaction.atomic():
        Evidence.objects.create(result=result, name="x", added_by=officer_of(result), **fields)


class TestGivenOut:
    def test_as_a_download_that_no_browser_shows(self, client: Client, result: KpiResult) -> None:
        evidence = attached(result)
        approve(result.report)
        client.force_login(make_user("auditor", Role.AUDITOR))
        response = client.get(f"/kpis/evidence/{evidence.pk}/")
        assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_never_to_a_visitor(self, client: Client, result: KpiResult) -> None:
        evidence = attached(result)
        approve(result.report)
        address = f"/kpis/evidence/{evidence.pk}/"
        assertRedirects(
            client.get(address),
            f"/accounts/login/?next={address}",
            fetch_redirect_response=False,
        )
        client.force_login(make_user("no-role"))
        assert client.get(address).status_code == 403

    def test_before_approval_only_to_who_may_read_the_report(
        self, client: Client, result: KpiResult
    ) -> None:
        address = f"/kpis/evidence/{attached(result).pk}/"
        stranger = make_officer(make_office(result.report.office.plan, "ส.อื่น"))
        for user, status in ((officer_of(result), 200), (make_planner(), 200), (stranger, 404)):
            client.force_login(user)
            assert client.get(address).status_code == status
        approve(result.report)
        assert client.get(address).status_code == 200

    def test_a_link_and_a_lost_file_are_not_found(
        self, client: Client, result: KpiResult, folder: Path
    ) -> None:
        user = officer_of(result)
        link = add_link(result, "https://example.org/", user=user)
        lost = attached(result)
        stored(folder)[0].unlink()
        client.force_login(user)
        for evidence in (link, lost):
            assert client.get(f"/kpis/evidence/{evidence.pk}/").status_code == 404

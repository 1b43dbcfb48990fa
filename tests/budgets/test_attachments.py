"""Files of entries: the folder and the rows agree, and only those who may see them get them."""

import datetime
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from budgets.models import Attachment, Entry
from budgets.services.attachments import attach, post_with_files
from etda_plan.common.permissions import Role
from etda_plan.common.uploads import CheckedUpload, checked_upload, keep
from projects.models import OfficeMembership
from tests.factories import (
    close_months,
    make_activity,
    make_finance,
    make_ledger,
    make_office,
    make_user,
    post_entry,
    posting,
)

pytestmark = pytest.mark.django_db

KEY = uuid.uuid4()
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """The folder of attached files, for one test."""
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    return tmp_path / "attachments"


@pytest.fixture
def entry() -> Entry:
    """A posted payment."""
    return post_entry(make_ledger("100"), "10")


def upload(name: str = "สัญญา.pdf", content: bytes = PDF) -> CheckedUpload:
    return checked_upload(SimpleUploadedFile(name, content))


def stored(folder: Path) -> list[Path]:
    """Return the files that are in the folder."""
    return [each for each in folder.rglob("*") if each.is_file()]


def attached(entry: Entry, *uploads: CheckedUpload) -> list[Attachment]:
    return attach(entry, uploads or [upload()], user=make_finance())


def test_a_file_is_kept_under_another_name_and_described(entry: Entry, folder: Path) -> None:
    (attachment,) = attached(entry)
    assert (attachment.name, attachment.size) == ("สัญญา.pdf", len(PDF))
    assert attachment.content_type == "application/pdf"
    assert attachment.added_by == make_finance()
    (file,) = stored(folder)
    assert file.read_bytes() == PDF
    assert file.relative_to(folder).as_posix() == attachment.stored_name
    assert "สัญญา" not in attachment.stored_name


def test_the_same_file_is_attached_once(entry: Entry, folder: Path) -> None:
    attached(entry)
    assert attached(entry) == []
    assert len(attached(entry, upload("a.pdf"), upload("b.pdf", PDF + b"\n"))) == 1
    assert entry.attachments.count() == len(stored(folder)) == 2


def test_the_database_refuses_the_same_file_twice(entry: Entry) -> None:
    (attachment,) = attached(entry)
    again = {"sha256": attachment.sha256, "stored_name": "other", "size": 1, "name": "x"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Attachment.objects.create(entry=entry, added_by=make_finance(), **again)


def test_only_finance_attaches(entry: Entry, folder: Path) -> None:
    for user in (make_user(), make_user("auditor", Role.AUDITOR)):
        with pytest.raises(PermissionDenied):
            attach(entry, [upload()], user=user)
        with pytest.raises(PermissionDenied):
            post_with_files(posting(entry.allocation, "1"), [upload()], user=user, key=KEY)
    assert stored(folder) == []


def test_a_refused_posting_leaves_no_file(entry: Entry, folder: Path) -> None:
    with pytest.raises(ValidationError):
        post_with_files(posting(entry.allocation, "1000"), [upload()], user=make_finance(), key=KEY)
    assert stored(folder) == []
    assert Entry.objects.count() == 1


def test_a_row_that_fails_takes_entry_and_files_with_it(
    entry: Entry, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> Attachment:
        assert len(stored(folder)) == 2
        raise OSError("the disk is full")

    monkeypatch.setattr("budgets.services.attachments._row", fail)
    uploads = [upload(), upload("b.pdf", PDF + b"\n")]
    with pytest.raises(OSError, match="full"):
        post_with_files(posting(entry.allocation, "1"), uploads, user=make_finance(), key=KEY)
    assert stored(folder) == []
    assert Entry.objects.count() == 1


def test_a_file_that_cannot_be_kept_takes_the_others_with_it(
    entry: Entry, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    def keep_one(each: CheckedUpload) -> str:
        if kept:
            raise OSError("the disk is full")
        kept.append(keep(each))
        return kept[0]

    monkeypatch.setattr("budgets.services.attachments.keep", keep_one)
    with pytest.raises(OSError, match="full"):
        attached(entry, upload(), upload("b.pdf", PDF + b"\n"))
    assert stored(folder) == []
    assert not Attachment.objects.exists()


def test_a_file_is_given_as_a_download_that_no_browser_shows(entry: Entry, client: Client) -> None:
    (attachment,) = attached(entry)
    client.force_login(make_user("auditor", Role.AUDITOR))
    response: Any = client.get(f"/budgets/entries/{entry.pk}/attachments/{attachment.pk}/")
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/pdf"


def test_a_file_is_given_to_those_who_see_the_entry(client: Client) -> None:
    own, other = make_ledger("100", code="AA"), make_ledger("100", code="BB")
    activity = make_activity(own.project)
    make_activity(other.project, office=make_office(other.project.plan, "ส.อื่น"))
    officer = make_user("officer", Role.OFFICER)
    OfficeMembership.objects.create(
        user=officer, office=activity.office, since=datetime.date(2019, 10, 1)
    )
    statuses = []
    for allocation in (own, other):
        entry = post_entry(allocation, "10")
        (attachment,) = attached(entry)
        address = f"/budgets/entries/{entry.pk}/attachments/{attachment.pk}/"
        client.logout()
        visitor = client.get(address)
        assert visitor["Location"].startswith("/accounts/login/")
        client.force_login(make_user(f"nobody{allocation.pk}"))
        assert client.get(address).status_code == 403
        client.force_login(officer)
        statuses.append(client.get(address).status_code)
    assert statuses == [200, 403]


def test_the_file_of_one_entry_is_not_reached_through_another(entry: Entry, client: Client) -> None:
    (attachment,) = attached(entry)
    other = post_entry(entry.allocation, "1")
    client.force_login(make_finance())
    address = f"/budgets/entries/{other.pk}/attachments/{attachment.pk}/"
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 405


def test_a_file_that_is_gone_from_the_folder_is_said_to_be(
    entry: Entry, client: Client, folder: Path
) -> None:
    (attachment,) = attached(entry)
    (file,) = stored(folder)
    file.unlink()
    client.force_login(make_finance())
    response = client.get(f"/budgets/entries/{entry.pk}/attachments/{attachment.pk}/")
    assert response.status_code == 404


def post_file(client: Client, entry: Entry, *files: SimpleUploadedFile) -> Any:
    address = f"/budgets/entries/{entry.pk}/attachments/"
    return client.post(address, {"uploads": list(files)}, follow=True)


def test_finance_adds_a_file_to_a_posted_entry(entry: Entry, client: Client) -> None:
    client.force_login(make_finance())
    response = post_file(client, entry, SimpleUploadedFile("ใบเสร็จ.pdf", PDF))
    assert response.redirect_chain[-1][0] == f"/budgets/entries/{entry.pk}/"
    page = response.content.decode()
    assert "แนบแล้ว 1 ไฟล์" in page
    assert ">ใบเสร็จ.pdf</a>" in page


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "จำเป็น"),
        ([SimpleUploadedFile("a.svg", b"<svg onload='x()'/>")], "a.svg"),
        ([SimpleUploadedFile("a.pdf", b"<html><script>")], "a.pdf"),
        ([SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(11)], "10"),
    ],
    ids=["none", "svg", "html", "many"],
)
def test_what_is_not_taken_is_said_beside_the_box(
    entry: Entry, client: Client, folder: Path, files: list[SimpleUploadedFile], words: str
) -> None:
    client.force_login(make_finance())
    response = post_file(client, entry, *files)
    assert response.redirect_chain == []
    assert words in response.context["form"].errors["uploads"][0]
    assert stored(folder) == []


def test_a_file_for_a_sealed_entry_is_refused_and_not_kept(
    entry: Entry, client: Client, folder: Path
) -> None:
    close_months(entry.month.plan, entry.month.month)
    client.force_login(make_finance())
    response = post_file(client, entry, SimpleUploadedFile("a.pdf", PDF))
    assert "ปิด" in response.context["form"].errors["uploads"][0]
    assert "ปิด" in response.content.decode()
    assert stored(folder) == []


def test_only_finance_adds_files_over_the_site(entry: Entry, client: Client) -> None:
    file = SimpleUploadedFile("a.pdf", PDF)
    assert post_file(client, entry, file).redirect_chain[0][0].startswith("/accounts/login/")
    client.force_login(make_user("auditor", Role.AUDITOR))
    assert post_file(client, entry, file).status_code == 403
    client.force_login(make_finance())
    assert client.get(f"/budgets/entries/{entry.pk}/attachments/").status_code == 405
    assert not Attachment.objects.exists()

"""What roles open on the administration pages."""

from __future__ import annotations

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from etda_plan.accounts.models import RoleGrant, User
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan, Office, OfficeMembership
from tests.factories import make_membership, make_user

PASSWORD = "a-long-enough-pass"
USERS = reverse("admin:accounts_user_changelist")
GRANTS = reverse("admin:accounts_rolegrant_changelist")
MEMBERSHIPS = reverse("admin:projects_officemembership_changelist")


@pytest.fixture
def administrator(db: None) -> User:
    return make_user("chief", Role.ADMINISTRATOR)


def page_of(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def form_of(user: User, *roles: str, **fields: str) -> dict[str, str]:
    """Return the user's form as the page sends it, with new roles."""
    given = {f"role_grants-{number}-role": role for number, role in enumerate(roles)}
    return {
        "username": user.username,
        "is_active": "on",
        "role_grants-TOTAL_FORMS": str(len(roles)),
        "role_grants-INITIAL_FORMS": "0",
        **given,
        **fields,
    }


@pytest.mark.once
@pytest.mark.parametrize(
    ("role", "reads"),
    [(role, role in (Role.ADMINISTRATOR, Role.AUDITOR)) for role in Role],
)
def test_administrators_and_auditors_read_every_record_by_their_role_alone(
    client: Client, plan: FiscalPlan, role: Role, reads: bool
) -> None:
    client.force_login(make_user("somchai", role))
    assert (client.get("/admin/").status_code == 200) is reads
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert (client.get(reverse(name)).status_code == 200) is reads, name
    assert ('href="/admin/"' in client.get("/").content.decode().split("</header>")[0]) is reads


def test_an_auditor_changes_nothing(client: Client, plan: FiscalPlan) -> None:
    client.force_login(make_user("somchai", Role.AUDITOR))
    office = Office.objects.filter(plan=plan).first()
    assert office
    page = reverse("admin:projects_office_change", args=[office.pk])
    assert 'name="_save"' not in client.get(page).content.decode()
    assert client.post(page, {"name": "อื่น"}).status_code == 403
    assert client.get(reverse("admin:accounts_rolegrant_add")).status_code == 403
    assert client.get(reverse("admin:projects_office_add")).status_code == 403


def test_an_administrator_signs_in_at_the_admin_s_own_door(
    client: Client, plan: FiscalPlan, administrator: User
) -> None:
    form = {"username": "chief", "password": PASSWORD, "next": "/admin/"}
    assert client.post(reverse("admin:login"), form).headers["Location"] == "/admin/"
    assert "จัดการข้อมูลแผน" in client.get("/admin/").content.decode()


def test_who_may_not_enter_is_told_so_at_the_door(client: Client, plan: FiscalPlan) -> None:
    make_user("somchai", Role.FINANCE)
    form = {"username": "somchai", "password": PASSWORD, "next": "/admin/"}
    answer = client.post(reverse("admin:login"), form, follow=True)
    assert "somchai" in answer.content.decode()
    assert answer.redirect_chain[-1][0].startswith(reverse("admin:login"))


def test_roles_are_given_on_the_user_s_page_and_kept_in_history(
    client: Client, administrator: User
) -> None:
    user = make_user()
    client.force_login(administrator)
    html = client.get(page_of(user)).content.decode()
    assert "สิทธิ์ของแต่ละคนเป็นไปตามบทบาท" in html
    answer = client.post(page_of(user), form_of(user, "finance", "approver"))
    assert answer.headers["Location"] == USERS
    assert User.objects.get(pk=user.pk).roles == {Role.FINANCE, Role.APPROVER}
    entry = RoleGrant.history.get(role="finance")
    assert (entry.history_type, entry.history_user) == ("+", administrator)
    html = client.get(USERS).content.decode()
    assert "ผู้อนุมัติ, ฝ่ายการเงิน" in html


def test_a_role_is_taken_and_its_page_tells_who_gave_it(
    client: Client, administrator: User
) -> None:
    grant = RoleGrant.objects.create(user=make_user(first_name="สมชาย"), role=Role.PLANNER)
    client.force_login(administrator)
    assert "สมชาย" in client.get(GRANTS).content.decode()
    change = reverse("admin:accounts_rolegrant_change", args=[grant.pk])
    assert client.post(change, {"user": grant.user_id, "role": "finance"}).status_code == 403
    client.post(reverse("admin:accounts_rolegrant_delete", args=[grant.pk]), {"post": "yes"})
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()
    assert RoleGrant.history.filter(role=Role.PLANNER, history_type="-").exists()


def test_the_same_role_twice_is_refused_with_a_sentence(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    form = {"user": str(administrator.pk), "role": "administrator"}
    html = client.post(reverse("admin:accounts_rolegrant_add"), form).content.decode()
    assert "ผู้ใช้นี้มีบทบาทนี้อยู่แล้ว" in html


def test_django_s_permissions_give_nobody_accounts_or_roles(client: Client, db: None) -> None:
    """Who may change a user could set an administrator's password."""
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    client.force_login(user)
    assert client.get("/admin/").status_code == 200
    for page in (USERS, GRANTS, MEMBERSHIPS, page_of(user)):
        assert client.get(page).status_code == 403
    assert client.post(page_of(user), form_of(user, "administrator")).status_code == 403


def test_permissions_that_give_no_right_are_not_offered(
    client: Client, plan: FiscalPlan, administrator: User
) -> None:
    client.force_login(administrator)
    html = client.get(page_of(administrator)).content.decode()
    assert "แผน | กลยุทธ์: แก้ไข" in html
    for name in ("บัญชีผู้ใช้ | ผู้ใช้: แก้ไข", "บัญชีผู้ใช้ | บทบาทของผู้ใช้: เพิ่ม", "ผู้สังกัดสำนัก: เพิ่ม"):
        assert name not in html


def test_an_administrator_makes_no_superuser_and_leaves_theirs_alone(
    client: Client, administrator: User
) -> None:
    user, root = make_user(), make_user("root", is_superuser=True)
    client.force_login(administrator)
    client.post(page_of(user), form_of(user, is_superuser="on"))
    assert not User.objects.get(pk=user.pk).is_superuser
    assert client.post(page_of(root), form_of(root)).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[root.pk])
    assert client.get(password).status_code == 403
    delete = reverse("admin:accounts_user_delete", args=[root.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    client.force_login(root)
    client.post(page_of(user), form_of(user, is_superuser="on"))
    assert User.objects.get(pk=user.pk).is_superuser


def test_memberships_are_edited_with_buddhist_days_and_kept_in_history(
    client: Client, plan: FiscalPlan, administrator: User
) -> None:
    user, office = make_user(), plan.offices.order_by("pk")[0]
    client.force_login(administrator)
    html = client.get(reverse("admin:projects_officemembership_add")).content.decode()
    assert "vDateField" not in html  # Django's calendar, which writes AD years
    assert "delete-related" not in html
    form = {"user": user.pk, "office": office.pk, "since": "1/10/2562", "until": ""}
    client.post(reverse("admin:projects_officemembership_add"), form)
    membership = OfficeMembership.objects.get()
    assert (membership.since, membership.until) == (datetime.date(2019, 10, 1), None)
    assert "1 ต.ค. 2562" in client.get(MEMBERSHIPS).content.decode()
    page = reverse("admin:projects_officemembership_change", args=[membership.pk])
    client.post(page, {**form, "until": "31/3/2563"})
    assert "31 มี.ค. 2563" in client.get(page.replace("change", "history")).content.decode()
    answer = client.post(reverse("admin:projects_officemembership_add"), form)
    assert "บุคคลนี้อยู่ในสำนักนี้ในบางวันเหล่านี้แล้ว" in answer.content.decode()


def test_lists_of_roles_and_members_take_the_same_queries_for_many(
    client: Client, plan: FiscalPlan, administrator: User, django_assert_max_num_queries: object
) -> None:
    office = plan.offices.order_by("pk")[0]
    for number in range(20):
        user = make_user(f"user{number}", Role.OFFICER, Role.PLANNER)
        make_membership(user, office, datetime.date(2019, 10, 1))
    client.force_login(administrator)
    for page in (USERS, GRANTS, MEMBERSHIPS):
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert client.get(page).status_code == 200

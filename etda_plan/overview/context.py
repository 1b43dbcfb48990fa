"""What every page's frame needs."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from etda_plan.accounts.notices.services import unread_count
from etda_plan.common.fiscal import today
from etda_plan.common.sample import sample_database
from etda_plan.common.templatetags.figures import OF_A_DAY, also
from etda_plan.common.views import THEME_COOKIE, THEMES
from projects.as_of import as_of_query
from projects.models import FiscalPlan
from projects.selection import current_plan, known_plans, selected_plan

LOOKS_BACK = frozenset(
    "home board projects:detail activities:detail activities:progress activities:attention "
    "kpis:list kpis:detail kpis:of_section_7 budgets:spending monthly_reports monthly_report "
    "month_of_reports month_of_reports_pdf month_of_reports_forms".split()
)
"""Pages that are read as of a past day; every other one says that it is of today."""


@dataclass(frozen=True)
class Tab:
    """One tab of the site: its first page, and the pages and apps that it stands for."""

    page: str
    label: Promise | str
    covers: frozenset[str]


@dataclass(frozen=True)
class Link:
    """An address with its words; ``is_current`` where the visitor is."""

    url: str
    label: Promise | str
    is_current: bool


MY_WORK = Tab(
    "my_work",
    _("My work"),
    frozenset(
        {
            "my_work",
            "notices",
            "monthly_reports",
            "month_of_reports",
            "month_reports_close",
            "month_reports_reopen",
            "monthly_report",
            "monthly_report_edit",
            "monthly_report_review",
        }
    ),
)
"""The first tab of whoever is signed in."""

TABS = (
    Tab("home", _("Home"), frozenset({"home"})),
    Tab("projects:list", _("Projects and works"), frozenset({"projects"})),
    Tab("activities:list", _("Activities"), frozenset({"activities"})),
    Tab("kpis:list", _("KPIs"), frozenset({"kpis"})),
    Tab("budgets:list", _("Money"), frozenset({"budgets"})),
    Tab("reconciliation", _("Reconciliation"), frozenset({"reconciliation", "anomalies"})),
    Tab("reports", _("Reports"), frozenset({"reports", "report"})),
    Tab("source", _("Source document"), frozenset({"source", "plan"})),
)


def _place(request: HttpRequest) -> str:
    """Return the app or page that answers the request, nothing where none does."""
    match = request.resolver_match
    if match is None:
        return ""
    return match.namespaces[0] if match.namespaces else match.url_name or ""


def _tabs(request: HttpRequest, plan: FiscalPlan | None) -> list[Link]:
    place, query, day = _place(request), plan.query if plan else "", as_of_query(request)
    return [
        Link(
            also(reverse(tab.page) + query, day if tab.page in OF_A_DAY else ""),
            tab.label,
            place in tab.covers,
        )
        for tab in _tabs_of(request)
    ]


def _tabs_of(request: HttpRequest) -> tuple[Tab, ...]:
    return (MY_WORK, *TABS) if request.user.is_authenticated else TABS


def _page_of_other_years(request: HttpRequest) -> str:
    """Return this page, or the first page of its tab where another year may not have it."""
    match, place = request.resolver_match, _place(request)
    if match and not match.kwargs and not match.args:
        return request.path
    return next(
        (reverse(tab.page) for tab in (MY_WORK, *TABS) if place in tab.covers), reverse("home")
    )


def _years(request: HttpRequest, plan: FiscalPlan | None, plans: list[FiscalPlan]) -> list[Link]:
    page = _page_of_other_years(request)
    return [Link(page + year.query, str(year.fiscal_year), year == plan) for year in plans]


def _plan_of(request: HttpRequest) -> FiscalPlan | None:
    try:
        return selected_plan(request)
    except Http404:
        return current_plan(known_plans(request))


def _day_left_out(request: HttpRequest) -> bool:
    """Whether the address asks for a past day that this page cannot show."""
    match = request.resolver_match
    shows_it = match is not None and match.view_name in LOOKS_BACK
    return bool(as_of_query(request)) and not shows_it


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return what ``base.html`` draws on every page."""
    plans, plan = known_plans(request), _plan_of(request)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "plan": plan,
        "plans": plans,
        "as_of_query": as_of_query(request),
        "day_left_out": _day_left_out(request),
        "tabs": _tabs(request, plan),
        "years": _years(request, plan, plans),
        "reference_day": plan.reference_day if plan else today(),
        "approved_on": plan.approved_on if plan else None,
        "now": timezone.localtime(),
        "theme": theme if theme in THEMES else "",
        "sample": sample_database(),
        "unread_notices": SimpleLazyObject(lambda: unread_count(request.user)),
    }

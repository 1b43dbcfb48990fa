"""Which plan a page shows: ``?fiscal_year=`` names it, else it is the current one."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from projects.models import FiscalPlan


def known_plans(request: HttpRequest) -> list[FiscalPlan]:
    """Return all plans, newest first, with their approvals; read once a request."""
    kept = vars(request)
    if "known_plans" not in kept:
        kept["known_plans"] = list(FiscalPlan.objects.prefetch_related("approvals"))
    plans: list[FiscalPlan] = kept["known_plans"]
    return plans


def current_plan(plans: list[FiscalPlan]) -> FiscalPlan | None:
    """Return the plan marked as current, else the newest, or None where there is no plan."""
    return next((plan for plan in plans if plan.is_current), next(iter(plans), None))


def selected_plan(request: HttpRequest) -> FiscalPlan | None:
    """Return the plan that the page shows, or None while there is no plan at all.

    A year that is unknown or no year raises ``Http404``.
    """
    plans = known_plans(request)
    asked = request.GET.get("fiscal_year")
    if asked is None:
        return current_plan(plans)
    for plan in plans:
        if str(plan.fiscal_year) == asked:
            return plan
    raise Http404(_("There is no plan of this fiscal year."))


def require_plan(request: HttpRequest) -> FiscalPlan:
    """Return the plan that the page shows; ``Http404`` while there is none."""
    plan = selected_plan(request)
    if plan is None:
        raise Http404(_("There is no plan yet."))
    return plan

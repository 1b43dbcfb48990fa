"""Where whoever reads a page goes on, when the page has nothing to show yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from etda_plan.common.permissions import find_act
from etda_plan.common.templatetags.figures import plan_url

register = template.Library()


@dataclass(frozen=True)
class Step:
    """A page and what it is for; ``act``: the right of those who are led there, "" for all."""

    act: str
    page: str
    words: str | Promise


MEMBERSHIPS = Step(
    "projects.manage_memberships",
    "admin:projects_officemembership_changelist",
    _("Say who belongs to which office"),
)
REPORTS = Step("projects.read_reports", "monthly_reports", _("See the monthly reports"))

STEPS: Mapping[str, Sequence[Step]] = {
    "months": [
        Step("activities.propose_schedules", "activities:schedule_new", _("Fill in the months")),
        MEMBERSHIPS,
        Step("activities.read_schedules", "activities:schedule_versions", _("See the versions")),
        Step("", "source", _("Read the document")),
    ],
    "reports": [
        Step("projects.write_reports", "my_work", _("Go to my work")),
        Step("projects.close_reports", "monthly_reports", _("See who has not reported")),
        MEMBERSHIPS,
        REPORTS,
        Step("", "projects:list", _("Read the plan's projects and works")),
    ],
    "my_work": [
        MEMBERSHIPS,
        Step("overview.read_changes", "changes", _("See who changed what")),
        REPORTS,
    ],
}
"""Of each thing that may be missing, the ways on: a reader is led the first that is theirs."""


@dataclass(frozen=True)
class Way:
    """The address of a step, and its words."""

    address: str
    words: str


@register.simple_tag(takes_context=True)
def next_step(context: Context, missing: str) -> Way | None:
    """Return where the reader goes on: ``{% next_step "months" as step %}``."""
    user = context["request"].user
    for step in STEPS[missing]:
        if not step.act or find_act(step.act).allows(user):
            return Way(plan_url(context, step.page), str(step.words))
    return None

"""The states that a chip can show: each is a sign, a word and a colour together."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class State:
    """A sign of the sprite, a word, and the colour that carries the same meaning."""

    sign: str
    word: Promise | str
    colour: str


STATES = {
    "on_plan": State("on-plan", _("On plan"), "ok"),
    "ahead": State("ahead", _("Ahead of plan"), "ok"),
    "watch": State("warning", _("Watch"), "warn"),
    "problem": State("warning", _("Problem"), "warn"),
    "late": State("late", _("Late"), "bad"),
    "done": State("done", _("Done"), "done"),
    "not_started": State("circle", _("Not started"), "outline"),
    "not_due": State("circle", _("Not due"), "outline"),
    "cancelled": State("cancelled", _("Cancelled"), "outline"),
    "not_reported": State("not-reported", _("Not reported"), "none"),
    "not_in_document": State("unknown", _("Not in the document"), "none"),
    "no_monthly_plan": State("unknown", _("No monthly plan yet"), "none"),
    "no_activities": State("unknown", _("No activities in the plan"), "none"),
    "no_kpi": State("unknown", _("No KPI in the plan"), "none"),
    "month_open": State("circle", pgettext_lazy("month", "Open"), "outline"),
    "month_closed": State("check", pgettext_lazy("month", "Closed"), "outline"),
    "month_running": State("circle", _("Not ended yet"), "outline"),
    "report_draft": State("edit", pgettext_lazy("report", "Draft"), "outline"),
    "report_submitted": State("right", pgettext_lazy("report", "Submitted"), "outline"),
    "report_returned": State("warning", pgettext_lazy("report", "Returned"), "warn"),
    "report_approved": State("check", pgettext_lazy("report", "Approved"), "ok"),
    "report_correcting": State("edit", _("Approved, being corrected"), "ok"),
    "proposed": State("circle", _("Waiting for a decision"), "outline"),
    "approved": State("check", pgettext_lazy("proposal", "Approved"), "outline"),
    "refused": State("cancelled", _("Refused"), "outline"),
    "withdrawn": State("cancelled", _("Withdrawn"), "outline"),
    "agrees": State("agrees", _("Agrees"), "ok"),
    "documented": State("documented", _("Documented difference"), "warn"),
    "disagrees": State("disagrees", _("Disagrees"), "bad"),
}

PLAIN_SIGNS = {"agrees": "=", "documented": "≠", "disagrees": "×"}
"""The signs of a check's end where the sprite cannot be drawn: on paper and in workbooks."""

TAGS = {
    "interpreted": State("", _("Interpreted"), "dashed"),
    "filled_later": State("", _("Filled in later"), "dashed"),
    "sample": State("sample", _("Sample data"), "sample"),
    "main_kpi": State("star", _("Main KPI"), "star"),
}

"""Short sentences that say why a state is what it is, with the figures behind it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etda_plan.common.figures import short_percent
from etda_plan.common.fiscal import month_names


def compared(state: str, planned: Fraction | None, progress: Fraction | None) -> str:
    """Return “45 % of the 42 % planned”, or what there is of the two."""
    if progress is None:
        return _("nothing reported")
    done = short_percent(progress)
    if planned is not None:
        return _("%(done)s %% of the %(planned)s %% planned") % {
            "done": done,
            "planned": short_percent(planned),
        }
    if state == "no_monthly_plan":
        return _("%(done)s %% done; nothing is planned month by month") % {"done": done}
    return _("%(done)s %% done") % {"done": done}


def counts(counted: int, total: int) -> str:
    """Return how many of the activities the figures are of."""
    return _("%(counted)s of %(total)s activities counted") % {"counted": counted, "total": total}


def behind(months: int) -> str:
    """Return how far work is behind its plan; empty where it is not."""
    words = ngettext("%(count)s month behind", "%(count)s months behind", months)
    return words % {"count": months} if months else ""


def months_missing(months: int) -> str:
    """Return for how many months no report is approved."""
    missing = ngettext("%(count)s month not reported", "%(count)s months not reported", months)
    return missing % {"count": months}


def not_reported(months: int, progress: Fraction | None, since: str) -> str:
    """Return for how many months no report is approved, and what the last one said, of when."""
    if progress is None:
        return months_missing(months)
    last = _("last %(done)s %% in %(month)s") % {"done": short_percent(progress), "month": since}
    return f"{months_missing(months)} · {last}"


def stated_in(month: str) -> str:
    """Return the month whose report states it."""
    return _("reported for %(month)s") % {"month": month}


def done_since(month: str) -> str:
    """Return the month whose report first said that it is done."""
    return _("100 %% since %(month)s") % {"month": month}


def begins_in(month: str) -> str:
    """Return the first month that is planned, of work that has not begun."""
    return _("planned from %(month)s") % {"month": month}


def nothing_due() -> str:
    """Return that no report is due yet."""
    return _("no report is due yet")


def decided(derived: str) -> str:
    """Return that a person set the state in place of the derived one."""
    return _("set by planning; derived: %(state)s") % {"state": derived}


def listed(months: Iterable[int]) -> str:
    """Return fiscal months by name, runs as “Oct–Dec”."""
    names, runs = month_names(), list[list[int]]()
    for month in sorted(months):
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(
        names[run[0] - 1] if len(run) == 1 else f"{names[run[0] - 1]}–{names[run[-1] - 1]}"
        for run in runs
    )

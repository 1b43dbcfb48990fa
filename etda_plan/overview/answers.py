"""Sentences that answer a page's question, built from what was found."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etda_plan.common.checks import Status
from etda_plan.common.figures import million
from etda_plan.overview.reconciliation import Report


def answer(report: Report) -> str:
    """Return whether a plan adds up, in one sentence."""
    counts = report.counts
    documented, disagreeing = counts[Status.DOCUMENTED], counts[Status.DISAGREES]
    if disagreeing:
        return ngettext("%(count)s check disagrees", "%(count)s checks disagree", disagreeing) % {
            "count": disagreeing
        }
    agreed = _("Everything adds up to %(envelope)s million baht") % {
        "envelope": million(report.envelope)
    }
    if not documented:
        return agreed
    recorded = ngettext(
        "with %(count)s recorded difference", "with %(count)s recorded differences", documented
    ) % {"count": documented}
    return f"{agreed} {recorded}"

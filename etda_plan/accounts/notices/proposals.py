"""What is told of proposals: who may decide one hears of it, who made it hears the decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from etda_plan.accounts.models import User
from etda_plan.accounts.notices.kinds import Notice, notice
from etda_plan.accounts.notices.services import notify
from etda_plan.accounts.proposals import Proposal
from etda_plan.common.permissions import Act

State = Proposal.State
STEPS: dict[State, tuple[StrOrPromise, StrOrPromise]] = {
    State.PROPOSED: (
        _("waits for a decision"),
        _("%(person)s proposed it. Approve it, or refuse it with a reason."),
    ),
    State.APPROVED: (_("is approved"), _("%(person)s approved it. %(reason)s")),
    State.REFUSED: (_("is refused"), _("%(person)s refused it: %(reason)s")),
    State.WITHDRAWN: (_("is withdrawn"), _("%(person)s withdrew it: nothing is left to decide.")),
}
"""What follows the name of a proposal when it has come to a state, and what there is to say."""


@dataclass(frozen=True)
class ProposalNotices:
    """The notices of one kind of proposal, which those decide who may do ``act``."""

    code: str
    act: Act
    kinds: dict[State, Notice]

    def tell(self, proposal: Proposal, *, path: str, name: str) -> int:
        """Tell what a proposal has come to, inside the transaction that brought it there.

        What waits, or waits no more, is told to all others who may decide it; a decision to who
        proposed it. Return how many were told.
        """
        by = proposal.decided_by or proposal.proposed_by
        is_decided = proposal.state in (State.APPROVED, State.REFUSED)
        people = [proposal.proposed_by] if is_decided else self._deciders(by)
        return notify(
            people,
            self.kinds[State(proposal.state)],
            path=path,
            key=f"{self.code}:{proposal.pk}:{proposal.state}",
            name=name,
            person=by.known_as,
            reason=proposal.decision_reason,
        )

    def tell_deciders(self, state: State, user: User, *, path: str, key: str, name: str) -> int:
        """Tell all others who may decide of several proposals that ``user`` made at once."""
        return notify(
            self._deciders(user),
            self.kinds[state],
            path=path,
            key=key,
            name=name,
            person=user.known_as,
        )

    def _deciders(self, user: User) -> list[User]:
        people = User.objects.filter(role_grants__role__in=self.act.roles)
        return list(people.exclude(pk=user.pk).distinct())


def proposal_notices(code: str, act: Act, noun: StrOrPromise) -> ProposalNotices:
    """State the notices of a kind of proposal; ``noun`` calls one by its ``%(name)s``."""
    kinds = {
        state: notice(f"{code}_{state.value}", format_lazy("{} {}", noun, said), body)
        for state, (said, body) in STEPS.items()
    }
    return ProposalNotices(code, act, kinds)

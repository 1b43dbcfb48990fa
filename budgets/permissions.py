"""Who may do what with the money."""

from django.utils.translation import gettext_lazy as _

from etda_plan.common.permissions import Role, act

READ_ALL_ENTRIES = act(
    "budgets.read_all_entries",
    _("Read the entries of every allocation"),
    Role.FINANCE,
    Role.PLANNER,
    Role.APPROVER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
READ_OWN_ENTRIES = act(
    "budgets.read_own_entries",
    _("Read the entries of the own offices' works"),
    Role.OFFICER,
    Role.HEAD,
    Role.HEAD,
)
POST_ENTRIES = act(
    "budgets.post_entries",
    _("Post reservations, commitments, payments and reversals"),
    Role.FINANCE,
)
PROPOSE_TRANSFERS = act("budgets.propose_transfers", _("Propose transfers"), Role.PLANNER)
DECIDE_TRANSFERS = act(
    "budgets.decide_transfers",
    _("Approve or refuse transfers up to the own limit"),
    Role.APPROVER,
)
PROPOSE_SPENDING_PLANS = act(
    "budgets.propose_spending_plans",
    _("Propose monthly spending plans"),
    Role.FINANCE,
    Role.PLANNER,
)
DECIDE_SPENDING_PLANS = act(
    "budgets.decide_spending_plans",
    _("Approve or refuse monthly spending plans"),
    Role.APPROVER,
)
CLOSE_MONTHS = act("budgets.close_months", _("Close a month of the ledger"), Role.FINANCE)
REOPEN_MONTHS = act(
    "budgets.reopen_months",
    _("Reopen a closed month of the ledger"),
    Role.ADMINISTRATOR,
)
PUBLISH_MONTHS = act(
    "budgets.publish_months",
    _("Publish money and work up to a closed month"),
    Role.ADMINISTRATOR,
)
PROPOSE_CARRY_FORWARDS = act(
    "budgets.propose_carry_forwards",
    _("Propose to carry commitments forward"),
    Role.FINANCE,
    Role.PLANNER,
)
DECIDE_CARRY_FORWARDS = act(
    "budgets.decide_carry_forwards",
    _("Approve or refuse carry-forwards"),
    Role.APPROVER,
)
EDIT_SETTINGS = act(
    "budgets.edit_settings",
    _("Edit limits for transfers and quarter targets"),
    Role.ADMINISTRATOR,
)

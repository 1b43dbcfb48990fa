"""How the work of the sample's year goes: what each activity plans and reaches, who reports."""

from etda_plan.overview.sample.reporting.commerce import COMMERCE, FRAUD
from etda_plan.overview.sample.reporting.governance import (
    DIGITAL_GOVERNANCE,
    LICENSING,
    TRANSFORMATION,
)
from etda_plan.overview.sample.reporting.kinds import Activity
from etda_plan.overview.sample.reporting.office import ADMINISTRATION, EARLIER_YEARS, OWN_INCOME

ACTIVITIES: tuple[Activity, ...] = (
    *COMMERCE,
    *TRANSFORMATION,
    *LICENSING,
    *FRAUD,
    *DIGITAL_GOVERNANCE,
    *ADMINISTRATION,
    *EARLIER_YEARS,
    *OWN_INCOME,
)
"""All activities of the plan in its order, as the sample's year goes."""

__all__ = ["ACTIVITIES"]

"""What each line of the plan spends in the sample's year."""

from etda_plan.overview.sample.works.office import OFFICE, PERSONNEL
from etda_plan.overview.sample.works.projects import DG, DT, EC, EL, SF
from etda_plan.overview.sample.works.services import NB, PY

LINES = (EC, DT, EL, SF, DG, OFFICE, PERSONNEL, PY, NB)
"""The nine lines that have money, in the order of the plan."""

__all__ = ["LINES"]

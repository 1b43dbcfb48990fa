"""Indicators, their targets for each project, and how projects' pages print them."""

from kpis.models.frameworks import BUDGET_FRAMEWORK, KpiFramework
from kpis.models.indicators import Kpi, PageIndicator
from kpis.models.targets import KpiTarget, QuarterlyTarget, ScoreLevel

__all__ = [
    "BUDGET_FRAMEWORK",
    "Kpi",
    "KpiFramework",
    "KpiTarget",
    "PageIndicator",
    "QuarterlyTarget",
    "ScoreLevel",
]

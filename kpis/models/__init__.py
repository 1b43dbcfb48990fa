"""Indicators, their targets, what is reported of them, and how projects' pages print them."""

from kpis.models.frameworks import BUDGET_FRAMEWORK, KpiFramework
from kpis.models.indicators import Kpi, PageIndicator
from kpis.models.results import Evidence, KpiResult
from kpis.models.targets import KpiTarget, QuarterlyTarget, ScoreLevel

__all__ = [
    "BUDGET_FRAMEWORK",
    "Evidence",
    "Kpi",
    "KpiFramework",
    "KpiResult",
    "KpiTarget",
    "PageIndicator",
    "QuarterlyTarget",
    "ScoreLevel",
]

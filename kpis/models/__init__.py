"""Indicators, their targets for each project, and how projects' pages print them."""

from kpis.models.indicators import BUDGET_FRAMEWORK, Kpi, KpiFramework, PageIndicator
from kpis.models.targets import KpiTarget, QuarterlyTarget

__all__ = [
    "BUDGET_FRAMEWORK",
    "Kpi",
    "KpiFramework",
    "KpiTarget",
    "PageIndicator",
    "QuarterlyTarget",
]

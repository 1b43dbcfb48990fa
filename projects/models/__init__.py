"""The plan itself: fiscal plans, strategies, offices, works, reports and their months."""

from projects.models.amendments import Amended, Amendment
from projects.models.anomalies import Anomaly, AnomalyLine
from projects.models.memberships import OfficeMembership
from projects.models.months import (
    MONTHS,
    ReportClose,
    ReportingMonth,
    ReportPublication,
    ReportReopening,
)
from projects.models.plan import Correction, FiscalPlan, PlanApproval, PlanText
from projects.models.reports import MonthlyReport, ReportEvent
from projects.models.settings import Holiday, ReportingSettings
from projects.models.strategies import Office, Strategy
from projects.models.wordings import ProjectAlias, ProjectText
from projects.models.works import Project

__all__ = [
    "MONTHS",
    "Amended",
    "Amendment",
    "Anomaly",
    "AnomalyLine",
    "Correction",
    "FiscalPlan",
    "Holiday",
    "MonthlyReport",
    "Office",
    "OfficeMembership",
    "PlanApproval",
    "PlanText",
    "Project",
    "ProjectAlias",
    "ProjectText",
    "ReportClose",
    "ReportEvent",
    "ReportPublication",
    "ReportReopening",
    "ReportingMonth",
    "ReportingSettings",
    "Strategy",
]

"""The plan itself: fiscal plans, strategies, offices, projects and works, anomalies."""

from projects.models.anomalies import Amendment, Anomaly, AnomalyLine
from projects.models.plan import Correction, FiscalPlan, PlanApproval, PlanText
from projects.models.strategies import Office, Strategy
from projects.models.wordings import ProjectAlias, ProjectText
from projects.models.works import Project

__all__ = [
    "Amendment",
    "Anomaly",
    "AnomalyLine",
    "Correction",
    "FiscalPlan",
    "Office",
    "PlanApproval",
    "PlanText",
    "Project",
    "ProjectAlias",
    "ProjectText",
    "Strategy",
]

"""The plan itself: fiscal plans, strategies, offices, projects and works, anomalies."""

from projects.models.anomalies import Amendment, Anomaly, AnomalyLine
from projects.models.plan import Correction, FiscalPlan, PlanApproval, PlanText
from projects.models.works import Office, Project, ProjectAlias, ProjectText, Strategy

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

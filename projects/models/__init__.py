"""The plan itself: fiscal plans, strategies, offices, projects and works, anomalies, amendments."""

from projects.models.amendments import Amended, Amendment
from projects.models.anomalies import Anomaly, AnomalyLine
from projects.models.memberships import OfficeMembership
from projects.models.plan import Correction, FiscalPlan, PlanApproval, PlanText
from projects.models.strategies import Office, Strategy
from projects.models.wordings import ProjectAlias, ProjectText
from projects.models.works import Project

__all__ = [
    "Amended",
    "Amendment",
    "Anomaly",
    "AnomalyLine",
    "Correction",
    "FiscalPlan",
    "Office",
    "OfficeMembership",
    "PlanApproval",
    "PlanText",
    "Project",
    "ProjectAlias",
    "ProjectText",
    "Strategy",
]

"""Addresses of the pages that need several apps."""

from django.urls import path
from django.views.generic import TemplateView

from etda_plan.overview.views.anomalies import anomalies
from etda_plan.overview.views.changes import ChangeListView
from etda_plan.overview.views.front_matter import front_matter
from etda_plan.overview.views.health import healthz
from etda_plan.overview.views.home import home
from etda_plan.overview.views.reconciliation import reconciliation
from etda_plan.overview.views.reports import project_report, report, reports
from etda_plan.overview.views.sample import change_today
from etda_plan.overview.views.search import search
from etda_plan.overview.views.source import source

urlpatterns = [
    path("", home, name="home"),
    path("anomalies/", anomalies, name="anomalies"),
    path("changes/", ChangeListView.as_view(), name="changes"),
    path("plan/", front_matter, name="plan"),
    path("reconciliation/", reconciliation, name="reconciliation"),
    path("reports/", reports, name="reports"),
    path("reports/plan.<str:format>", report, name="report"),
    path("reports/<slug:code>.pdf", project_report, name="project_report"),
    path("sample/today/", change_today, name="change_today"),
    path("search/", search, name="search"),
    path("source/", source, name="source"),
    path("privacy/", TemplateView.as_view(template_name="overview/privacy.html"), name="privacy"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="overview/accessibility.html"),
        name="accessibility",
    ),
    path("healthz", healthz, name="healthz"),
]

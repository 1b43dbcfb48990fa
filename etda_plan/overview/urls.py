"""Addresses of the pages that need several apps."""

from django.urls import path
from django.views.generic import TemplateView

from etda_plan.overview.reporting.views.consolidated import (
    month_of_reports,
    month_of_reports_forms,
    month_of_reports_pdf,
)
from etda_plan.overview.reporting.views.edit import monthly_report_edit, monthly_report_review
from etda_plan.overview.reporting.views.months import (
    month_reports_close,
    month_reports_reopen,
    monthly_reports,
)
from etda_plan.overview.reporting.views.my_work import my_work
from etda_plan.overview.reporting.views.report import monthly_report, monthly_report_correct
from etda_plan.overview.views.anomalies import anomalies
from etda_plan.overview.views.board import board
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
    path("my/", my_work, name="my_work"),
    path("monthly-reports/", monthly_reports, name="monthly_reports"),
    path("monthly-reports/<int:month>/", month_of_reports, name="month_of_reports"),
    path(
        "monthly-reports/<int:month>/reports.pdf",
        month_of_reports_pdf,
        name="month_of_reports_pdf",
    ),
    path(
        "monthly-reports/<int:month>/forms.xlsx",
        month_of_reports_forms,
        name="month_of_reports_forms",
    ),
    path("monthly-reports/<int:month>/close/", month_reports_close, name="month_reports_close"),
    path("monthly-reports/<int:month>/reopen/", month_reports_reopen, name="month_reports_reopen"),
    path("monthly-reports/<int:month>/<int:office>/", monthly_report, name="monthly_report"),
    path(
        "monthly-reports/<int:month>/<int:office>/edit/",
        monthly_report_edit,
        name="monthly_report_edit",
    ),
    path(
        "monthly-reports/<int:month>/<int:office>/review/",
        monthly_report_review,
        name="monthly_report_review",
    ),
    path(
        "monthly-reports/<int:month>/<int:office>/correct/",
        monthly_report_correct,
        name="monthly_report_correct",
    ),
    path("anomalies/", anomalies, name="anomalies"),
    path("changes/", ChangeListView.as_view(), name="changes"),
    path("plan/", front_matter, name="plan"),
    path("reconciliation/", reconciliation, name="reconciliation"),
    path("reports/", reports, name="reports"),
    path("reports/board.pdf", board, name="board"),
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

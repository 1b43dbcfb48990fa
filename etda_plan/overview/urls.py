"""Addresses of the pages that need several apps."""

from django.urls import path
from django.views.generic import TemplateView

from etda_plan.overview.views.health import healthz
from etda_plan.overview.views.home import home
from etda_plan.overview.views.reconciliation import reconciliation
from etda_plan.overview.views.reports import report, reports

urlpatterns = [
    path("", home, name="home"),
    path("reconciliation/", reconciliation, name="reconciliation"),
    path("reports/", reports, name="reports"),
    path("reports/plan.<str:format>", report, name="report"),
    path("privacy/", TemplateView.as_view(template_name="overview/privacy.html"), name="privacy"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="overview/accessibility.html"),
        name="accessibility",
    ),
    path("healthz", healthz, name="healthz"),
]

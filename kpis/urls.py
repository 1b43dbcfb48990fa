"""Addresses of the indicators' pages."""

from django.urls import path

from kpis.views import evidence, indicators

app_name = "kpis"
urlpatterns = [
    path("", indicators.kpi_list, name="list"),
    path("<int:number>/", indicators.kpi_detail, name="detail"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence"),
]

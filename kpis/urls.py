"""Addresses of the indicators' pages."""

from django.urls import path

from kpis.views import evidence, indicators

app_name = "kpis"
urlpatterns = [
    path("", indicators.kpi_list, name="list"),
    path("<int:number>/", indicators.kpi_of_section_7, name="of_section_7"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence"),
    path("<slug:framework>/", indicators.kpi_list, name="list"),
    path("<slug:framework>/<int:number>/", indicators.kpi_detail, name="detail"),
]

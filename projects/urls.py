"""Addresses of projects and works."""

from django.urls import path

from projects import views

app_name = "projects"

urlpatterns = [
    path("", views.ProjectListView.as_view(), name="list"),
    path("<slug:code>/", views.project_detail, name="detail"),
]

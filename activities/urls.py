"""Addresses of activities."""

from django.urls import path

from activities.views import activities, progress, statuses

app_name = "activities"

urlpatterns = [
    path("", activities.ActivityListView.as_view(), name="list"),
    path("progress/", progress.progress, name="progress"),
    path("attention/", progress.attention, name="attention"),
    path("<slug:code>/<int:number>/", activities.activity_detail, name="detail"),
    path("<slug:code>/<int:number>/state/", statuses.activity_status, name="status"),
]

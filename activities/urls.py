"""Addresses of activities."""

from django.urls import path

from activities.views import activities, progress, schedules, statuses

app_name = "activities"

urlpatterns = [
    path("", activities.ActivityListView.as_view(), name="list"),
    path("progress/", progress.progress, name="progress"),
    path("attention/", progress.attention, name="attention"),
    path("schedule/", schedules.schedule, name="schedule"),
    path("schedule/new/", schedules.schedule_new, name="schedule_new"),
    path("schedule/versions/", schedules.schedule_versions, name="schedule_versions"),
    path("schedule/versions/<int:pk>/", schedules.schedule_version, name="schedule_version"),
    path("<slug:code>/<int:number>/", activities.activity_detail, name="detail"),
    path("<slug:code>/<int:number>/state/", statuses.activity_status, name="status"),
]

"""Addresses of activities."""

from django.urls import path

from activities.views import activities

app_name = "activities"

urlpatterns = [
    path("", activities.ActivityListView.as_view(), name="list"),
    path("<slug:code>/<int:number>/", activities.activity_detail, name="detail"),
]

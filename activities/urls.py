"""Addresses of activities."""

from django.urls import path

from activities import views

app_name = "activities"

urlpatterns = [
    path("", views.ActivityListView.as_view(), name="list"),
    path("<slug:code>/<int:number>/", views.activity_detail, name="detail"),
]

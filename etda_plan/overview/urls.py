"""Addresses of the pages that need several apps."""

from django.urls import path

from etda_plan.overview.views.home import home

urlpatterns = [
    path("", home, name="home"),
]

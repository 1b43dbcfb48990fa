"""Addresses of the money's pages."""

from django.urls import path

from budgets.views import statements

app_name = "budgets"
urlpatterns = [path("", statements.budgets, name="list")]

"""Addresses of the money's pages."""

from django.urls import path

from budgets.views import spending, statements

app_name = "budgets"
urlpatterns = [
    path("", statements.budgets, name="list"),
    path("spending/", spending.spending, name="spending"),
]

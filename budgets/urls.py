"""Addresses of the money's pages."""

from django.urls import path

from budgets import views

app_name = "budgets"
urlpatterns = [path("", views.budgets, name="list")]

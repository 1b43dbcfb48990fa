"""Addresses of the money's pages."""

from django.urls import path

from budgets.views import months, spending, statements

app_name = "budgets"
urlpatterns = [
    path("", statements.budgets, name="list"),
    path("spending/", spending.spending, name="spending"),
    path("months/", months.months, name="months"),
    path("months/<int:number>/", months.month, name="month"),
    path("months/<int:number>/close/", months.month_close, name="month_close"),
    path("months/<int:number>/reopen/", months.month_reopen, name="month_reopen"),
    path("months/<int:number>/publish/", months.month_publish, name="month_publish"),
]

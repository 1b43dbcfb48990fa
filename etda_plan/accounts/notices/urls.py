"""Addresses of the notices of whoever is signed in."""

from django.urls import path

from etda_plan.accounts.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notifications, name="list"),
    path("read/", views.mark_all_read, name="read_all"),
    path("mail/", views.choose_mail, name="mail"),
    path("<int:key>/", views.open_notification, name="open"),
    path("<int:key>/read/", views.mark_one_read, name="read"),
]

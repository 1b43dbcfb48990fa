"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView

from etda_plan.common.views import set_theme
from etda_plan.interim import OVERVIEW, app_urls

urlpatterns = [
    path("", include("etda_plan.overview.urls")),
    path("projects/", app_urls("projects")),
    path("activities/", app_urls("activities")),
    path("kpis/", app_urls("kpis")),
    path("budgets/", app_urls("budgets")),
    path("accounts/", include("etda_plan.accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("theme/", set_theme, name="theme"),
    path("admin/", admin.site.urls),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("favicon.ico", RedirectView.as_view(url="/static/favicon.svg")),
    *OVERVIEW,
]

handler500 = "etda_plan.common.views.server_error"

"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from etda_plan.common.views import robots, set_theme

urlpatterns = [
    path("", include("etda_plan.overview.urls")),
    path("projects/", include("projects.urls")),
    path("activities/", include("activities.urls")),
    path("kpis/", include("kpis.urls")),
    path("budgets/", include("budgets.urls")),
    path("accounts/", include("etda_plan.accounts.urls")),
    path("notifications/", include("etda_plan.accounts.notices.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("theme/", set_theme, name="theme"),
    path("admin/", admin.site.urls),
    path("robots.txt", robots),
    path("favicon.ico", RedirectView.as_view(url="/static/favicon.svg")),
]

handler400 = "etda_plan.common.views.bad_request"
handler500 = "etda_plan.common.views.server_error"

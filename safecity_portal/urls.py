"""Every address of the portal."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import TemplateView
from django.views.i18n import JavaScriptCatalog
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("apps.core.urls")),
    path("", include("apps.map.urls")),
    path("", include("apps.accounts.urls")),
    path("", include("apps.incidents.urls")),
    path("", include("apps.cameras.urls")),
    path("", include("apps.sensors.urls")),
    path("", include("apps.inspectors.urls")),
    path("", include("apps.inspectors.field.urls")),
    path("", include("apps.alarms.urls")),
    path("", include("apps.interchange.urls")),
    path("reports/", include("apps.reports.urls")),
    path(
        "components/",
        login_required(TemplateView.as_view(template_name="components/catalogue.html")),
        name="components",
    ),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="jsi18n"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("safecity_portal.api_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
]

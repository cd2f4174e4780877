"""`/api/v1/`: each room adds its own addresses."""

from django.urls import include, path, re_path

from apps.core.api.views import UnknownView

urlpatterns = [
    path("", include("apps.regions.api.urls")),
    path("", include("apps.accounts.api.urls")),
    path("", include("apps.live.api.urls")),
    path("", include("apps.incidents.api.urls")),
    path("", include("apps.cameras.api.urls")),
    path("", include("apps.sensors.api.urls")),
    path("", include("apps.inspectors.field.api_urls")),
    path("", include("apps.inspectors.api.urls")),
    path("", include("apps.alarms.api.urls")),
    path("", include("apps.interchange.api.urls")),
    path("", include("apps.map.api.urls")),
    path("", include("apps.reports.api.urls")),
    re_path(r"^.*/$", UnknownView.as_view()),
]

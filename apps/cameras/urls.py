"""Pages of cameras."""

from django.urls import path

from apps.cameras import views
from apps.cameras.pages import detections, plates, violations

urlpatterns = [
    path("cameras/wall/", views.wall, name="camera-wall"),
    path("streams/authorise/", views.authorise_stream, name="stream-authorise"),
    path("detections/", detections.detections, name="detections"),
    path("plates/", plates.plates, name="plates"),
    path("plates/search/", plates.search, name="plate-search"),
    path("plates/watch/", plates.watch, name="plate-watch"),
    path("plates/watch/<uuid:entry_id>/end/", plates.unwatch, name="plate-unwatch"),
    path("violations/", violations.register, name="violations"),
    path("violations/export/", violations.export, name="violations-export"),
    path("violations/<uuid:violation_id>/", violations.violation, name="violation"),
    path("violations/<uuid:violation_id>/picture/", violations.picture, name="violation-picture"),
    path("violations/<uuid:violation_id>/decision/", violations.decide, name="violation-decide"),
]

"""Addresses of the JSON edge. An incident is named by its id, or by its number."""

from django.urls import URLPattern, path

from apps.incidents.api.views import calls, handlers, incidents, records, steps, types

urlpatterns: list[URLPattern] = [
    path("incident-types/", types.IncidentTypeListView.as_view(), name="api-incident-types"),
    path("incidents/", incidents.IncidentListView.as_view(), name="api-incidents"),
    path("incidents/<str:pk>/", incidents.IncidentView.as_view(), name="api-incident"),
    path("incidents/<str:pk>/transition/", steps.TransitionView.as_view(), name="api-incident-transition"),
    path("incidents/<str:pk>/corrections/", steps.CorrectionView.as_view(), name="api-incident-corrections"),
    path("incidents/<str:pk>/transfer/", steps.TransferView.as_view(), name="api-incident-transfer"),
    path("incidents/<str:pk>/merge/", steps.MergeView.as_view(), name="api-incident-merge"),
    path("incidents/<str:pk>/hand-over/", steps.HandOverView.as_view(), name="api-incident-hand-over"),
    path("incidents/<str:pk>/handlers/", handlers.HandlerListView.as_view(), name="api-incident-handlers"),
    path("incidents/<str:pk>/shares/", steps.ShareView.as_view(), name="api-incident-shares"),
    path("incidents/<str:pk>/timeline/", records.TimelineView.as_view(), name="api-incident-timeline"),
    path("incidents/<str:pk>/notes/", records.NoteView.as_view(), name="api-incident-notes"),
    path(
        "incidents/<str:pk>/attachments/",
        records.AttachmentListView.as_view(),
        name="api-incident-attachments",
    ),
    path(
        "incidents/<str:pk>/attachments/<uuid:file_id>/",
        records.AttachmentView.as_view(),
        name="api-incident-attachment",
    ),
    path("incidents/<str:pk>/links/", records.LinkListView.as_view(), name="api-incident-links"),
    path("calls/", calls.CallListView.as_view(), name="api-calls"),
    path("calls/<str:pk>/", calls.CallView.as_view(), name="api-call"),
    path("calls/<str:pk>/attach/", calls.CallAttachView.as_view(), name="api-call-attach"),
    path("calls/<str:pk>/number/", calls.CallNumberView.as_view(), name="api-call-number"),
]

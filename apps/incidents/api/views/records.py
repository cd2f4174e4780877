"""What is kept with an incident: its timeline, notes, files and links."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import FileResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api.pagination import LimitOffset
from apps.core.clock import iso, now
from apps.core.errors import NotFound
from apps.incidents.actions import Upload, add_note, attach_file, link_incidents
from apps.incidents.api.serializers import (
    AttachmentItem,
    FileInput,
    LinkInput,
    LinkItem,
    NoteInput,
    TimelineLine,
)
from apps.incidents.api.views.base import IncidentsView, incident_in_scope
from apps.incidents.models import Attachment, HistoryEntry, Incident, Link, LinkKind
from apps.incidents.timeline import line_of, lines_of


class WholePages(LimitOffset):
    """As many as a page may hold, unless told."""

    default_limit = LimitOffset.max_limit


class TimelineView(IncidentsView):
    """Everything that happened to the incident, the oldest first."""

    pagination_class = WholePages

    @extend_schema(responses=TimelineLine(many=True))
    def get(self, request: Request, pk: str) -> Response:
        entries: Any = HistoryEntry.objects.filter(incident=self.incident()).order_by("at", "id")
        page: Any = self.paginate_queryset(entries)
        return self.get_paginated_response(lines_of(page))


class NoteView(IncidentsView):
    """`POST`: a note becomes a line of the timeline."""

    @extend_schema(request=NoteInput, responses={201: TimelineLine})
    def post(self, request: Request, pk: str) -> Response:
        incident = self.incident()
        text = self.checked(NoteInput).validated_data["text"]
        entry = add_note(incident_id=incident.pk, text=text, by=self.who, at=now())
        return Response(line_of(entry), status=201)


class AttachmentListView(IncidentsView):
    """The files of the incident; `POST` adds one, as multipart form data."""

    parser_classes = [MultiPartParser]
    pagination_class = WholePages

    @extend_schema(responses=AttachmentItem(many=True))
    def get(self, request: Request, pk: str) -> Response:
        files: Any = Attachment.objects.filter(incident=self.incident())
        page: Any = self.paginate_queryset(files)
        return self.get_paginated_response([_file_item(file) for file in page])

    @extend_schema(request=FileInput, responses={201: AttachmentItem})
    def post(self, request: Request, pk: str) -> Response:
        incident = self.incident()
        file = self.checked(FileInput).validated_data["file"]
        upload = Upload(name=file.name, file=file)
        kept = attach_file(incident_id=incident.pk, upload=upload, by=self.who, at=now())
        return Response(_file_item(kept), status=201)


def _file_item(file: Attachment) -> dict[str, Any]:
    return {
        "id": str(file.pk),
        "name": file.name,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "at": iso(file.at),
        "by": file.by_name,
        "url": reverse("api-incident-attachment", args=[file.incident_id, file.pk]),
    }


class AttachmentView(IncidentsView):
    """A file of the incident, always as a download: nothing that people sent runs in a browser."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: str, file_id: UUID) -> FileResponse:
        file = Attachment.objects.filter(incident=self.incident(), pk=file_id).first()
        if file is None:
            raise NotFound
        answer = FileResponse(
            file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
        )
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer["Cache-Control"] = "private, no-store"
        return answer


class LinkListView(IncidentsView):
    """The incidents that belong to this one; `POST` links another."""

    pagination_class = WholePages

    @extend_schema(responses=LinkItem(many=True))
    def get(self, request: Request, pk: str) -> Response:
        incident = self.incident()
        # What the link leads to may lie in a region that the caller does not see.
        visible = Incident.objects.in_scope(self.scope).values("pk")
        links: Any = (
            Link.objects.filter(
                Q(source=incident, target__in=visible) | Q(target=incident, source__in=visible)
            )
            .select_related("source", "target")
            .order_by("at", "id")
        )
        page: Any = self.paginate_queryset(links)
        return self.get_paginated_response([_link_item(link, incident) for link in page])

    @extend_schema(request=LinkInput, responses={201: LinkItem})
    def post(self, request: Request, pk: str) -> Response:
        incident = self.own_incident()
        given = self.checked(LinkInput).validated_data
        other = incident_in_scope(given["incident"], self.scope)
        link = link_incidents(
            incident_id=incident.pk, other_id=other.pk, kind=given["kind"], by=self.who, at=now()
        )
        return Response(_link_item(link, incident), status=201)


BACKWARDS = {
    LinkKind.PARENT_OF: "child_of",
    LinkKind.RELATED: "related",
    LinkKind.DUPLICATE_OF: "has_duplicate",
}


def _link_item(link: Link, seen_from: Incident) -> dict[str, Any]:
    is_source = link.source_id == seen_from.pk
    other = link.target if is_source else link.source
    return {
        "id": str(link.pk),
        "kind": link.kind if is_source else BACKWARDS[LinkKind(link.kind)],
        "incident": str(other.pk),
        "number": other.number,
        "title": other.title,
        "status": other.status,
        "at": iso(link.at),
    }

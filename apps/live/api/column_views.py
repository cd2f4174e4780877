"""Columns as a view: what the schema shows, and what answers where no ASGI server runs."""

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.regions.columns import Kept, answer_of


class ColumnsView(Guarded, APIView):
    """Columns of the caller's scope: kept, with an ETag, gzipped for who takes it."""

    kept: Kept

    def columns(self, request: Request) -> HttpResponse:
        """The answer of a `GET`."""
        answer = answer_of(self.kept.body(self.scope), request.headers)
        return HttpResponse(answer.content, status=answer.status, headers=answer.headers)

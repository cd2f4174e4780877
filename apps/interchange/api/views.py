"""`POST cameras/bulk/`: the cameras of another register."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.accounts.models import ApiClient, User
from apps.accounts.roles import Can
from apps.core.clock import now
from apps.core.errors import InvalidInput
from apps.interchange.api.serializers import CameraBulkAnswerSerializer, CameraBulkSerializer
from apps.interchange.files.camera_mapping import OWN, CameraMapping, camera_mapping_of
from apps.interchange.files.cameras import RowsTaken, take_rows
from apps.interchange.files.toml import MappingProblem


def _mapping(raw: dict[str, Any] | None) -> CameraMapping:
    try:
        return camera_mapping_of(OWN if raw is None else raw)
    except MappingProblem as error:
        raise InvalidInput(fields={"mapping": error.problems}) from None


class CameraBulkView(Guarded, APIView):
    """Take up to 10,000 cameras of another register. A camera is told apart by region and code; sent again, it is `same`.

    A row that cannot be taken is answered by its index and a code; the others are taken. With `dry_run` nothing is.
    """

    may_read = Can.WRITE_CAMERAS
    may_write = Can.WRITE_CAMERAS
    repeats_by_itself = True

    @extend_schema(request=CameraBulkSerializer, responses=CameraBulkAnswerSerializer)
    def post(self, request: Request) -> Response:
        given = CameraBulkSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        told = given.validated_data
        taken = take_rows(
            told["cameras"],
            _mapping(told.get("mapping")),
            by=cast(User | ApiClient, request.user),
            at=now(),
            is_dry=told["dry_run"],
        )
        return Response(_answer(taken, is_dry=told["dry_run"]))


def _answer(taken: RowsTaken, *, is_dry: bool) -> dict[str, Any]:
    rejected = [
        {"index": index, "code": code, "detail": detail}
        for index, (code, detail) in sorted(taken.refused.items())
    ]
    return {**taken.counts, "dry_run": is_dry, "rejected": rejected}

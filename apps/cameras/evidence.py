"""The picture of a violation as an answer: never kept by a browser, never run by it."""

from django.http import FileResponse

from apps.cameras.models import Violation
from apps.cameras.register import picture_of
from apps.core.errors import NotFound


def shown_picture(violation: Violation) -> FileResponse:
    """What came with the violation; raises `NotFound` where nothing did."""
    picture = picture_of(violation)
    if picture is None:
        raise NotFound
    answer = FileResponse(picture.file.open("rb"), content_type=picture.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer

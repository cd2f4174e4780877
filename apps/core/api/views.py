"""Addresses of the API that nobody serves."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.errors import NotFound


@extend_schema(exclude=True)
class UnknownView(APIView):
    """The same 404 as for an object that does not exist, in the API's own shape."""

    permission_classes = []

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotFound

    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        raise NotFound

    post = put = patch = delete = get

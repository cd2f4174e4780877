"""Who asks: a session with CSRF, or `Authorization: Api-Key KEY`."""

import pghistory
from django.http import HttpRequest
from rest_framework import authentication
from rest_framework.request import Request

from apps.accounts.keys import client_of_key
from apps.accounts.models import ApiClient, ApiKey, User
from apps.core.clock import now


class SessionAuthentication(authentication.SessionAuthentication):
    """Django's session; announces itself, so that a missing sign-in is 401 and not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class ApiKeyAuthentication(authentication.BaseAuthentication):
    """`request.user` becomes the `ApiClient`, `request.auth` its `ApiKey`."""

    keyword = "Api-Key"

    def authenticate(self, request: Request | HttpRequest) -> tuple[ApiClient, ApiKey] | None:
        word, _, key = request.headers.get("Authorization", "").partition(" ")
        if word.lower() != self.keyword.lower():
            return None
        client, found = client_of_key(key.strip(), at=now())
        # Changes in this request are the client's, whoever's session came along.
        pghistory.context(user=None, client=client.pk)
        return client, found

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


Principal = User | ApiClient

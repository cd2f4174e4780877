"""The portal as a client sees it: JSON over one kept connection, with an API key or a session."""

import http.client
import json
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import urlencode

TIMEOUT_S: Final = 8.0
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"


class PortalUnreachable(Exception):
    """No answer came, or the portal says that it cannot answer now."""


class PortalRefused(Exception):
    """The portal answered, and said no: with an HTTP status and a machine word."""

    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code
        super().__init__(f"{status} {code}")


class Portal:
    """One caller's connection. Opened when it is needed, and again when it was cut."""

    def __init__(self, host: str, port: int, *, api_key: str = "") -> None:
        self.host, self.port = host, port
        self._headers = {"Authorization": f"Api-Key {api_key}"} if api_key else {}
        self._cookies: SimpleCookie = SimpleCookie()
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **query: object) -> Any:
        """The JSON of an address; raises `PortalRefused`, `PortalUnreachable`."""
        return self._json("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, body: object) -> Any:
        """Send JSON, get JSON; raises `PortalRefused`, `PortalUnreachable`."""
        return self._json("POST", path, json.dumps(body).encode())

    def sign_in(self, username: str, password: str) -> None:
        """Fill in the form as a browser does; raises `PortalRefused` when that does not sign in."""
        self._cookies = SimpleCookie()
        path = "/accounts/login/"
        self._exchange("GET", path)
        form = {"login": username, "password": password, "csrfmiddlewaretoken": self._token()}
        status, _ = self._exchange("POST", path, urlencode(form).encode(), _FORM)
        if status != http.client.FOUND or "sessionid" not in self._cookies:
            raise PortalRefused(status, "not_signed_in")

    @property
    def cookie(self) -> str:
        """The session as a header tells it."""
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _json(self, method: str, path: str, body: bytes | None = None) -> Any:
        status, content = self._exchange(method, path, body)
        if status >= 500 or status == 429:
            raise PortalUnreachable(f"{status} at {path}")
        if status >= 300:
            raise PortalRefused(status, _code_of(content))
        return json.loads(content) if content else None

    def _exchange(
        self, method: str, path: str, body: bytes | None = None, kind: str = _JSON
    ) -> tuple[int, bytes]:
        """One request; a connection that was closed meanwhile is opened anew, once."""
        kept = self._connection is not None
        try:
            return self._once(method, path, body, kind)
        except (http.client.RemoteDisconnected, ConnectionError):
            self.close()
            if not kept:
                raise PortalUnreachable(path) from None
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise PortalUnreachable(str(error)) from error
        try:
            return self._once(method, path, body, kind)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise PortalUnreachable(str(error)) from error

    def _once(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[int, bytes]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_S)
        self._connection.request(method, path, body, self._head(kind))
        response = self._connection.getresponse()
        content = response.read()
        for line in response.headers.get_all("Set-Cookie", []):
            self._cookies.load(line)
        return response.status, content

    def _head(self, kind: str) -> dict[str, str]:
        # The form of a page is answered with a page; asked for JSON, it would tell no success by its status.
        accept = "text/html" if kind == _FORM else _JSON
        head = {"Accept": accept, "Content-Type": kind, **self._headers}
        if self._cookies:
            head["Cookie"] = self.cookie
            head["X-CSRFToken"] = self._token()
        return head

    def _token(self) -> str:
        morsel = self._cookies.get("csrftoken")
        return morsel.value if morsel else ""


def _code_of(content: bytes) -> str:
    try:
        return str(json.loads(content)["code"])
    except (ValueError, KeyError, TypeError):
        return "unknown"

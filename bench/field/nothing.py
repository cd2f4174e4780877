"""The least that answers: a bare ASGI application that says 200 and stores nothing."""

from typing import Any

HEAD = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]}
BODY = {"type": "http.response.body", "body": b""}


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer."""
    if scope["type"] == "http":
        await send(HEAD)
        await send(BODY)

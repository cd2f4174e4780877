"""The portal with the benchmarks' bare pages at its own address, so that all are served alike and the session is theirs.

`uvicorn bench.with_pages:application`
"""

import mimetypes
from pathlib import Path
from typing import Any, Final

from safecity_portal.asgi import application as portal

ROOTS: Final = {
    "pages": Path(__file__).parent / "pages",
    "modules": Path(__file__).resolve().parents[1] / "node_modules",
}


async def application(scope: Any, receive: Any, send: Any) -> None:
    """A file of `bench/pages` or of `node_modules` under /bench/, else the portal."""
    if scope["type"] != "http" or not scope["path"].startswith("/bench/"):
        await portal(scope, receive, send)
        return
    folder, _, name = scope["path"].removeprefix("/bench/").partition("/")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = [(b"content-type", kind.encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": (ROOTS[folder] / name).read_bytes()})

"""The stream gateway (MediaMTX, or any that serves HLS): its address is a setting, its paths are our cameras."""

import re
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Conflict

# What the gateway calls camera 17: `camera-17`.
PATH: Final = re.compile(r"camera-([1-9][0-9]{0,17})")
# What a server reads as another path than the one that is written: steps up, doubled slashes, characters in disguise.
TURNS: Final = re.compile(r"[%\\#;]|//|(?:^|/)\.{1,2}(?:/|$)")
TOKEN: Final = "token"  # noqa: S105 - the name of a parameter


class NoStreamGateway(Conflict):
    """The portal does not know any gateway."""

    code = "no_stream_gateway"
    message = _("Live video is not set up: the portal knows no stream gateway.")


class NoStreamAddress(Conflict):
    """Nobody has entered where this camera's stream is."""

    code = "no_stream_address"
    message = _("No address for live video is entered for this camera.")


def path_of(camera_id: int) -> str:
    """The path of a camera's stream in the gateway."""
    return f"camera-{camera_id}"


def camera_of(path: str) -> int | None:
    """The camera of a path, with or without the file that is asked for: `camera-17/segment_3.mp4`.

    None for a path that names two, or that a server may take for another's: `camera-17/../camera-18/index.m3u8`.
    """
    plain = path.partition("?")[0]
    named = [found[1] for part in plain.split("/") if (found := PATH.fullmatch(part))]
    return int(named[0]) if len(named) == 1 and not TURNS.search(plain) else None


def address_of(camera_id: int, token: str) -> str:
    """Where a browser finds the camera's playlist; raises `NoStreamGateway`.

    An address with a login in it is none: every viewer would be told the login.
    """
    if not settings.SAFECITY_STREAM_URL or "@" in urlsplit(settings.SAFECITY_STREAM_URL).netloc:
        raise NoStreamGateway
    address = settings.SAFECITY_STREAM_URL.replace("{path}", path_of(camera_id))
    return f"{address}{'&' if '?' in address else '?'}{urlencode({TOKEN: token})}"


def gateway_origin() -> str:
    """`https://gateway.example:8888`, or empty where no gateway is set up."""
    parts = urlsplit(settings.SAFECITY_STREAM_URL)
    is_web = parts.scheme in {"http", "https"} and parts.netloc and "@" not in parts.netloc
    return f"{parts.scheme}://{parts.netloc}" if is_web else ""

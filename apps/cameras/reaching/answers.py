"""What comes of a request to a camera: an answer, or a code that says why there is none."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Answer:
    """What a camera answered; `body` is not larger than the caller allowed."""

    status: int
    content_type: str = ""
    body: bytes = b""


class Why(StrEnum):
    """Why a camera was not reached."""

    ADDRESS = "address"  # not an address that the portal asks
    FORBIDDEN = "forbidden"  # outside the camera networks
    DNS = "dns"
    TIMEOUT = "timeout"
    REFUSED = "refused"  # no connection, or cut before an answer
    TLS = "tls"
    AUTHENTICATION = "authentication"
    REDIRECT = "redirect"
    TOO_LARGE = "too_large"
    GARBAGE = "garbage"  # an answer that is none of the protocol


class NotReached(Exception):
    """A camera gave no answer that can be used; `code` says why, and nothing says where it was looked for."""

    def __init__(self, code: Why) -> None:
        self.code = code
        super().__init__(code.value)

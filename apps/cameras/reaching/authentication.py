"""Answers to a 401 of HTTP and RTSP: Basic (RFC 7617) and Digest (RFC 7616, with what RFC 2069 left out).

aiohttp's own digest reads one challenge of one header; cameras send several, Basic often first, and RTSP needs the
same. Pure: chance (`cnonce`) is an argument.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, Protocol


class Login(Protocol):
    """A name and a password."""

    @property
    def username(self) -> str: ...

    @property
    def password(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a server asks for: its scheme in small letters, and parameters."""

    scheme: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_stale(self) -> bool:
        """Was only the nonce too old, and not the password wrong?"""
        return self.values.get("stale", "").lower() == "true"


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# The better first; `-sess` takes the nonces into the first hash.
HASHES: Final[Mapping[str, Callable[[bytes], str]]] = {
    "SHA-256": _sha256,
    "SHA-256-SESS": _sha256,
    "MD5": _md5,
    "MD5-SESS": _md5,
}
_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z/-]+"
_PART: Final = re.compile(rf'({_WORD})\s*=\s*("(?:[^"\\]|\\.)*"|{_WORD})|({_WORD})')
MANY: Final = 8


def challenges_in(headers: Iterable[str]) -> list[Challenge]:
    """The challenges of all `WWW-Authenticate` headers, however many stand in one."""
    return [
        challenge for _, header in zip(range(MANY), headers, strict=False) for challenge in _parsed(header)
    ]


def _parsed(header: str) -> Iterator[Challenge]:
    scheme, values = "", dict[str, str]()
    for name, value, word in _PART.findall(header):
        if word:
            if scheme:
                yield Challenge(scheme, values)
            scheme, values = word.lower(), {}
        elif scheme:
            values.setdefault(name.lower(), _unquoted(value))
    if scheme:
        yield Challenge(scheme, values)


def best_of(challenges: Iterable[Challenge]) -> Challenge | None:
    """The strongest challenge that can be answered: a digest by its hash, then Basic; None where none can."""
    ranked = [(rank, challenge) for challenge in challenges if (rank := _rank(challenge)) is not None]
    return min(ranked, key=itemgetter(0))[1] if ranked else None


def _rank(challenge: Challenge) -> int | None:
    if challenge.scheme == "basic":
        return len(HASHES)
    if challenge.scheme != "digest" or not challenge.values.get("nonce") or "realm" not in challenge.values:
        return None
    name = _algorithm(challenge)
    can = name in HASHES and ("qop" not in challenge.values or "auth" in _qops(challenge))
    return list(HASHES).index(name) if can else None


def answer_to(
    challenge: Challenge, login: Login, *, method: str, uri: str, cnonce: str, count: int = 1
) -> str:
    """The value of `Authorization`; `uri` is exactly what stands in the request line."""
    if challenge.scheme == "basic":
        return "Basic " + base64.b64encode(f"{login.username}:{login.password}".encode()).decode()
    return _digest(challenge, login, f"{method}:{uri}", uri, cnonce, f"{count:08x}")


def _digest(challenge: Challenge, login: Login, second: str, uri: str, cnonce: str, count: str) -> str:
    values = challenge.values
    parts = {
        **_named(challenge, login),
        "realm": _quoted(values["realm"]),
        "nonce": _quoted(values["nonce"]),
        "uri": _quoted(uri),
        "response": _quoted(_response(challenge, login, second, cnonce, count)),
    }
    if "algorithm" in values:
        parts["algorithm"] = values["algorithm"]
    if "opaque" in values:
        parts["opaque"] = _quoted(values["opaque"])
    if "qop" in values:
        parts |= {"qop": "auth", "nc": count}
    if "qop" in values or _is_session(challenge):
        parts["cnonce"] = _quoted(cnonce)
    return "Digest " + ", ".join(f"{key}={value}" for key, value in parts.items())


def _response(challenge: Challenge, login: Login, second: str, cnonce: str, count: str) -> str:
    """RFC 7616, 3.4.1; `second` is method and address."""
    h, nonce = _hash(challenge), challenge.values["nonce"]
    first = h(f"{login.username}:{challenge.values['realm']}:{login.password}")
    if _is_session(challenge):
        first = h(f"{first}:{nonce}:{cnonce}")
    middle = f"{nonce}:{count}:{cnonce}:auth" if "qop" in challenge.values else nonce
    return h(f"{first}:{middle}:{h(second)}")


def _named(challenge: Challenge, login: Login) -> dict[str, str]:
    """Who asks; hashed where the server wants it so (RFC 7616, 3.4.4)."""
    if challenge.values.get("userhash", "").lower() != "true":
        return {"username": _quoted(login.username)}
    hashed = _hash(challenge)(f"{login.username}:{challenge.values['realm']}")
    return {"username": _quoted(hashed), "userhash": "true"}


def _hash(challenge: Challenge) -> Callable[[str], str]:
    function = HASHES[_algorithm(challenge)]
    return lambda text: function(_bytes(text))


def _is_session(challenge: Challenge) -> bool:
    return _algorithm(challenge).endswith("-SESS")


def _algorithm(challenge: Challenge) -> str:
    return challenge.values.get("algorithm", "MD5").upper()


def _qops(challenge: Challenge) -> set[str]:
    return {word.strip().lower() for word in challenge.values["qop"].split(",")}


def _bytes(text: str) -> bytes:
    # Bytes of the server's that are no UTF-8 go back as they came.
    return text.encode("utf-8", "surrogateescape")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text

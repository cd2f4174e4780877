"""OPTIONS over RTSP and RTSPS (RFC 2326 section 10.1, RFC 7826 section 13.1) on a plain stream.

One connection holds both halves of a digest: many cameras know a nonce only where they gave it.
"""

import asyncio
import re
import ssl
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from yarl import URL

from apps.cameras.reaching.answers import Answer, NotReached, Why
from apps.cameras.reaching.authentication import Login
from apps.cameras.reaching.exchange import Said, exchange

HEAD_AT_MOST: Final = 16 * 1024
BODY_AT_MOST: Final = 64 * 1024
_STATUS: Final = re.compile(r"RTSP/\d\.\d (\d{3})(?: |$)")

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[], Awaitable[Streams]]


@dataclass(slots=True)
class Conversation:
    """Requests and answers in turn on one connection, which is opened anew when the camera has closed it."""

    connect: Connect
    target: str
    streams: Streams | None = None
    count: int = 0

    async def options(self, authorization: str | None) -> Said:
        """Send OPTIONS and read the answer."""
        reader, writer = self.streams = await self._open()
        self.count += 1
        lines = [f"OPTIONS {self.target} RTSP/1.0", f"CSeq: {self.count}", "User-Agent: SafeCity Portal"]
        if authorization is not None:
            lines.append(f"Authorization: {authorization}")
        writer.write("\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape"))
        await writer.drain()
        return await _answer(reader)

    async def _open(self) -> Streams:
        if self.streams is not None and not self.streams[0].at_eof():
            return self.streams
        self.close()
        return await self.connect()

    def close(self) -> None:
        """Drop the connection; there is nothing to wait for."""
        if self.streams is not None:
            self.streams[1].transport.abort()
            self.streams = None


async def options(connect: Connect, url: URL, login: Login | None) -> Answer:
    """The answer to OPTIONS; raises `NotReached`. The time limit is the caller's."""
    target = str(url)
    talk = Conversation(connect, target)
    try:
        return await exchange(talk.options, login=login, method="OPTIONS", uri=target)
    except TimeoutError:
        raise
    except ssl.SSLError:
        raise NotReached(Why.TLS) from None
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
        raise NotReached(Why.GARBAGE) from None
    except OSError:
        raise NotReached(Why.REFUSED) from None
    finally:
        talk.close()


@dataclass(slots=True)
class _Head:
    status: int
    headers: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


async def _answer(reader: asyncio.StreamReader) -> Said:
    head = _head(await reader.readuntil(b"\r\n\r\n"))
    length = head.headers["content-length"]
    if length:
        await reader.readexactly(_length(length[0]))
    return Said(Answer(head.status), head.headers["www-authenticate"])


def _length(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:9]) > BODY_AT_MOST:
        raise NotReached(Why.GARBAGE)
    return int(text)


def _head(raw: bytes) -> _Head:
    first, *lines = raw.decode("utf-8", "surrogateescape").split("\r\n")
    status = _STATUS.match(first)
    if status is None:
        raise NotReached(Why.GARBAGE)
    head = _Head(int(status[1]))
    for line in lines:
        name, _, value = line.partition(":")
        head.headers[name.strip().lower()].append(value.strip())
    return head

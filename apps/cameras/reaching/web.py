"""GET over HTTP and HTTPS: nothing followed, nothing unpacked, nothing read beyond its limit."""

import ssl
from typing import Final

import aiohttp
from aiohttp import ClientResponse, ClientSession, hdrs
from yarl import URL

from apps.cameras.reaching.answers import Answer, NotReached, Why
from apps.cameras.reaching.authentication import Login
from apps.cameras.reaching.exchange import Said, exchange

# A compressed body is never asked for, and refused where it comes: a few kilobytes may unpack to gigabytes.
HEADERS: Final = {hdrs.ACCEPT_ENCODING: "identity", hdrs.USER_AGENT: "SafeCity Portal"}
CHUNK: Final = 64 * 1024


async def get(session: ClientSession, url: URL, login: Login | None, *, at_most: int) -> Answer:
    """The answer to a GET; raises `NotReached`. The time limit is the caller's; with `at_most` 0 no body is read."""

    async def send(authorization: str | None) -> Said:
        headers = HEADERS if authorization is None else {**HEADERS, hdrs.AUTHORIZATION: authorization}
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            challenges = response.headers.getall(hdrs.WWW_AUTHENTICATE, [])
            return Said(await _read(response, at_most), challenges)

    try:
        return await exchange(send, login=login, method="GET", uri=url.raw_path_qs)
    except TimeoutError:
        raise
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise NotReached(why_of(error)) from None


def why_of(error: Exception) -> Why:
    """What an error of the connection means."""
    if isinstance(error, (aiohttp.ClientSSLError, ssl.SSLError, ssl.CertificateError)):
        return Why.TLS
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Why.DNS
    if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ServerDisconnectedError, ConnectionError)):
        return Why.REFUSED
    if isinstance(error, OSError) and not isinstance(error, aiohttp.ClientError):
        return Why.REFUSED
    return Why.GARBAGE


async def _read(response: ClientResponse, at_most: int) -> Answer:
    if response.status >= 300 or at_most == 0:
        return Answer(response.status, response.content_type)
    if response.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        raise NotReached(Why.GARBAGE)
    if (response.content_length or 0) > at_most:
        raise NotReached(Why.TOO_LARGE)
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > at_most:
            raise NotReached(Why.TOO_LARGE)
    return Answer(response.status, response.content_type, bytes(body))

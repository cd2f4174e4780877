"""Cameras for tests: small servers that answer what a test wants, on this machine."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Speak = Callable[["Request"], Awaitable[bytes | None]]


@dataclass
class Request:
    """What a camera was asked, and the line to answer on."""

    line: str
    headers: dict[str, str]
    writer: asyncio.StreamWriter
    connection: int

    @property
    def authorization(self) -> str:
        return self.headers.get("authorization", "")


@dataclass
class Double:
    """A server; `requests` are what it was asked, `connections` how many were opened."""

    port: int
    requests: list[Request] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str = "/snap.jpg", scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@asynccontextmanager
async def camera(
    speak: Speak, *, host: str = "127.0.0.1", secure: ssl.SSLContext | None = None
) -> AsyncIterator[Double]:
    """A camera that answers each request with the bytes that `speak` returns, and hangs up on None."""
    double = Double(port=0)
    talks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        double.connections += 1
        number = double.connections
        if (talk := asyncio.current_task()) is not None:
            talks.add(talk)
        try:
            while (request := await _read(reader, writer, number)) is not None:
                double.requests.append(request)
                answer = await speak(request)
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, host, 0, ssl=secure)
    double.port = server.sockets[0].getsockname()[1]
    try:
        yield double
    finally:
        server.close()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await server.wait_closed()


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> Request | None:
    head = await reader.readuntil(b"\r\n\r\n")
    line, *rest = head.decode().split("\r\n")
    pairs = (one.partition(":") for one in rest if one)
    return Request(line, {name.lower(): value.strip() for name, _, value in pairs}, writer, number)


def http(status: str = "200 OK", body: bytes = b"", *headers: str) -> bytes:
    """An HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def rtsp(request: Request, status: str = "200 OK", *headers: str) -> bytes:
    """An RTSP answer to this request."""
    lines = [f"RTSP/1.0 {status}", f"CSeq: {request.headers['cseq']}", *headers, "", ""]
    return "\r\n".join(lines).encode()


def answering(*answers: bytes | None) -> Speak:
    """These answers in turn, the last one again and again."""
    left = list(answers)

    async def speak(request: Request) -> bytes | None:
        return left.pop(0) if len(left) > 1 else left[0]

    return speak


async def hangs(request: Request) -> bytes | None:
    """Never answers."""
    await asyncio.Event().wait()
    return None


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that a camera made for itself, for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "camera")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "camera.pem", folder / "camera.key"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return chain, secret

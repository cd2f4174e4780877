"""Many WebSockets in one process that do nothing but note when each numbered event came.

Standard input: a line of JSON `{"port", "sockets", "cookies", "hello"}`; when all were welcomed, `ready` is printed.
After the line `stop` comes a JSON of `{number: [how many sockets got it, when the last one did, in ns]}`.
"""

import base64
import json
import os
import selectors
import socket
import sys
import time
from typing import Any, Final

NUMBER: Final = b'"seq":'
EVENT: Final = b'{"type":"event"'
# Frames of positions have no number: all of them are counted under this one.
POSITIONS: Final = b'{"type":"positions"'
UNNUMBERED: Final = 0


class Reader:
    """One socket: cuts what arrives into frames."""

    def __init__(self, connection: socket.socket, rest: bytes) -> None:
        self.connection = connection
        self.buffer = rest

    def frames(self) -> list[bytes]:
        """The whole frames that are here."""
        data, found, start = self.buffer, [], 0
        while len(data) - start >= 4:
            size, head = data[start + 1], 2
            if size == 126:
                size, head = int.from_bytes(data[start + 2 : start + 4], "big"), 4
            elif size == 127:
                if len(data) - start < 10:
                    break
                size, head = int.from_bytes(data[start + 2 : start + 10], "big"), 10
            if len(data) - start < head + size:
                break
            found.append(data[start + head : start + head + size])
            start += head + size
        self.buffer = data[start:]
        return found


def text_frame(body: bytes) -> bytes:
    """A masked text frame, as clients send it (RFC 6455 section 5.2); the mask is zero."""
    size = len(body)
    head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + body


def opened(port: int, cookie: str, hello: bytes) -> Reader:
    """A socket that has said hello."""
    connection = socket.create_connection(("127.0.0.1", port), 30)
    key = base64.b64encode(os.urandom(16)).decode()
    lines = (
        "GET /ws/live/ HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        f"Cookie: {cookie}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    )
    connection.sendall("\r\n".join((*lines, "", "")).encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += received(connection)
    head, _, rest = answer.partition(b"\r\n\r\n")
    if b" 101 " not in head.split(b"\r\n")[0] + b" ":
        raise RuntimeError(head.decode())
    connection.sendall(text_frame(hello))
    return Reader(connection, rest)


def received(connection: socket.socket) -> bytes:
    """What comes next; raises `RuntimeError` at the end."""
    data = connection.recv(4096)
    if not data:
        raise RuntimeError("a socket was closed before its welcome")
    return data


def wait_for_welcome(reader: Reader) -> None:
    """Read until the server lets the socket in."""
    while True:
        for frame in reader.frames():
            if b'"welcome"' in frame:
                return
        reader.buffer += received(reader.connection)


def note(frame: bytes, seen: dict[int, list[int]], at: int) -> None:
    """Count an event and its time."""
    if frame.startswith(EVENT):
        start = frame.index(NUMBER) + len(NUMBER)
        number = int(frame[start : frame.index(b",", start)])
    elif frame.startswith(POSITIONS):
        number = UNNUMBERED
    else:
        return
    entry = seen.get(number)
    if entry is None:
        seen[number] = [1, at]
    else:
        entry[0] += 1
        entry[1] = at


def listen(readers: list[Reader]) -> dict[int, list[int]]:
    """Note events until standard input says stop."""
    seen: dict[int, list[int]] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(sys.stdin, selectors.EVENT_READ)
        for reader in readers:
            reader.connection.setblocking(False)
            selector.register(reader.connection, selectors.EVENT_READ, reader)
        while True:
            for key, _ in selector.select():
                if key.data is None:
                    return seen
                data = key.data.connection.recv(262_144)
                if not data:
                    selector.unregister(key.data.connection)
                    continue
                key.data.buffer += data
                at = time.monotonic_ns()
                for frame in key.data.frames():
                    note(frame, seen, at)


def main() -> None:
    """Open, say ready, listen, tell."""
    order: dict[str, Any] = json.loads(sys.stdin.readline())
    hello, cookies = json.dumps(order["hello"]).encode(), order["cookies"]
    readers = [opened(order["port"], cookies[n % len(cookies)], hello) for n in range(order["sockets"])]
    for reader in readers:
        wait_for_welcome(reader)
    print("ready", flush=True)
    print(json.dumps(listen(readers)), flush=True)


if __name__ == "__main__":
    main()

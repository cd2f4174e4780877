"""Sends prepared batches over HTTP/1.1 connections that stay open: `python -m bench.readings.senders`.

Reads one line of JSON from standard input, `{"port", "key", "connections", "files"}`; says `ready`, waits for a line, sends
each file's bytes as one POST, and answers `{"seconds", "accepted", "rejected", "statuses"}`.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any


async def send_all(order: dict[str, Any], bodies: list[bytes]) -> dict[str, Any]:
    """Every body once, over so many connections at a time."""
    waiting = list(reversed(bodies))
    found: dict[str, Any] = {"accepted": 0, "rejected": 0, "statuses": Counter()}
    began = time.monotonic()
    await asyncio.gather(*(one_connection(order, waiting, found) for _ in range(order["connections"])))
    return {**found, "seconds": time.monotonic() - began}


async def one_connection(order: dict[str, Any], waiting: list[bytes], found: dict[str, Any]) -> None:
    """Send one after the other until none is left."""
    reader, writer = await asyncio.open_connection("127.0.0.1", order["port"])
    head = (
        f"POST /api/v1/readings/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Api-Key {order['key']}\r\n"
        "Content-Type: application/json\r\nContent-Length: "
    )
    while waiting:
        body = waiting.pop()
        writer.write(f"{head}{len(body)}\r\n\r\n".encode() + body)
        status, answer = await read_answer(reader)
        found["statuses"][status] += 1
        if status == 200:
            told = json.loads(answer)
            found["accepted"] += told["accepted"]
            found["rejected"] += len(told["rejected"])
    writer.close()


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    length = next(int(line.split(":")[1]) for line in head if line.lower().startswith("content-length"))
    return int(head[0].split()[1]), await reader.readexactly(length)


def main() -> None:
    """Read the order, wait for the word, send, tell."""
    order = json.loads(sys.stdin.readline())
    bodies = [Path(name).read_bytes() for name in order["files"]]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(asyncio.run(send_all(order, bodies))) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

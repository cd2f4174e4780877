"""Phones that send positions over HTTP/1.1 connections that stay open: `python -m bench.field.phones`.

Reads one line of JSON from standard input, `{"port", "connections", "requests", "per_s", "devices", "begins", "key",
"rows"}`; says `ready`, waits for a line, sends and answers `{"seconds", "statuses", "median_ms", "p95_ms"}`. With `per_s`
requests are sent by the clock, whatever the answers do, and their time counts from when they were due; without it each
connection sends its next one when it has its answer. With `rows` each request is a batch of so many for
`/intake/positions/`, else one position for `/intake/osmand/`. Each device and time comes once.
"""

import asyncio
import json
import statistics
import sys
import time
from collections import Counter, deque
from typing import Any

import uvloop


class Crowd:
    """What all connections share."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.order = order
        self.next = 0
        self.answered = 0
        self.statuses: Counter[str] = Counter()
        self.waits: list[float] = []
        self.idle: deque[Phone] = deque()
        self.due: deque[float] = deque()
        self.done = asyncio.get_running_loop().create_future()

    def request(self) -> bytes:
        """The next one."""
        n, self.next = self.next, self.next + 1
        if self.order["rows"]:
            return self._batch(n)
        device = n % self.order["devices"]
        moment = self.order["begins"] + n
        lon, lat = 69.1 + device % 211 / 700, 41.2 + n % 97 / 500
        return (
            f"GET /intake/osmand/?id=bench-{device}&lat={lat:.6f}&lon={lon:.6f}&timestamp={moment}&speed=12.5"
            "&bearing=181.0&altitude=455.0&accuracy=6.5&batt=81 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        ).encode()

    def _batch(self, n: int) -> bytes:
        rows, devices = self.order["rows"], self.order["devices"]
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime((self.order["begins"] + n) / 1000))
        at = f"{at}.{(self.order['begins'] + n) % 1000:03d}Z"
        body = ",".join(
            f'{{"device":"bench-{(n * rows + k) % devices}","at":"{at}","lon":{69.1 + k / 1000:.4f},"lat":41.3,'
            '"speed_mps":6.5,"heading":181.0,"accuracy_m":5.5,"battery":81}'
            for k in range(rows)
        )
        return (
            f"POST /intake/positions/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Api-Key {self.order['key']}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body) + 2}\r\n\r\n[{body}]"
        ).encode()

    def free(self, phone: "Phone") -> None:
        """A connection has its answer."""
        if self.order["per_s"]:
            if self.due:
                phone.send(self.due.popleft())
            else:
                self.idle.append(phone)
        elif self.next < self.order["requests"]:
            phone.send(time.perf_counter())

    def told(self, status: str, wait: float) -> None:
        """An answer."""
        self.statuses[status] += 1
        self.waits.append(wait)
        self.answered += 1
        if self.answered == self.order["requests"]:
            self.done.set_result(None)

    async def pace(self) -> None:
        """Requests by the clock."""
        began = time.perf_counter()
        for n in range(self.order["requests"]):
            due = began + n / self.order["per_s"]
            if (wait := due - time.perf_counter()) > 0.001:
                await asyncio.sleep(wait)
            if self.idle:
                self.idle.popleft().send(max(due, time.perf_counter()))
            else:
                self.due.append(due)


class Phone(asyncio.Protocol):
    """One connection."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.buffer = b""
        self.due = 0.0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def send(self, due: float) -> None:
        """The next request."""
        self.due = due
        self.transport.write(self.crowd.request())

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        at = head.index(b"content-length: ") + 16
        end = head.find(b"\r\n", at)
        if len(body) < int(head[at:] if end < 0 else head[at:end]):
            return
        self.buffer = b""
        self.crowd.told(head[9:12].decode(), time.perf_counter() - self.due)
        self.crowd.free(self)


async def send_all(order: dict[str, Any]) -> dict[str, Any]:
    """Everything, once the word has come."""
    loop = asyncio.get_running_loop()
    crowd = Crowd(order)
    phones = []
    for _ in range(order["connections"]):
        _transport, phone = await loop.create_connection(lambda: Phone(crowd), "127.0.0.1", order["port"])
        phones.append(phone)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.readline)
    began = time.perf_counter()
    if order["per_s"]:
        crowd.idle.extend(phones)
        await crowd.pace()
    else:
        for phone in phones:
            crowd.free(phone)
    await crowd.done
    seconds = time.perf_counter() - began
    waits = sorted(crowd.waits)
    return {
        "seconds": seconds,
        "statuses": crowd.statuses,
        "median_ms": statistics.median(waits) * 1000,
        "p95_ms": waits[int(0.95 * (len(waits) - 1))] * 1000,
    }


def main() -> None:
    """Read the order, send, tell."""
    order = json.loads(sys.stdin.readline())
    sys.stdout.write(json.dumps(uvloop.run(send_all(order))) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

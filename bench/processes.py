"""Processes: servers and what CPU they used, and one for each benchmark."""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from bench.harness import Note, Row, note

STARTS_WITHIN_S: Final = 60
UVICORN: Final = ("--host", "127.0.0.1", "--port", "PORT", "--log-level", "warning", "--no-access-log")
PLAIN: Final = ("--ws-per-message-deflate", "false")
# As `make up` serves it.
PORTAL: Final = (
    *("uvicorn", "safecity_portal.asgi:application", *UVICORN),
    *("--ws", "safecity_portal.websocket:PreparedFrames", *PLAIN),
)


@dataclass(frozen=True)
class Server:
    """A server that accepts connections."""

    port: int
    pid: int

    def cpu_s(self) -> float:
        """CPU seconds that its threads have used, by the scheduler's own count."""
        used = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            with suppress(FileNotFoundError):
                used += int((task / "schedstat").read_text().split()[0])
        return used / 1e9


@contextmanager
def serving(*arguments: str) -> Iterator[Server]:
    """`python -m ARGUMENTS`, in which PORT stands for a free port, until the block ends."""
    port = _free_port()
    command = [sys.executable, "-m", *(argument.replace("PORT", str(port)) for argument in arguments)]
    process = subprocess.Popen(command)
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def apart(run: Callable[[Note], list[Row]]) -> list[Row]:
    """A benchmark's rows, from a process of its own: Django keeps to one database, and each has another."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(run, theirs))
    process.start()
    theirs.close()
    try:
        found: list[Row] = ours.recv()
    except EOFError:
        sys.exit("the benchmark ended before it had its figures; the lines above say why")
    except KeyboardInterrupt:
        if process.pid:
            os.kill(process.pid, signal.SIGINT)  # so that it ends its servers and drops its database
        raise
    finally:
        process.join()
    return found


def _answer(run: Callable[[Note], list[Row]], to: Connection) -> None:
    to.send(run(note))

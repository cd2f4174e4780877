"""Free TCP ports, and who holds one that is not."""

import random
import socket
from contextlib import suppress
from pathlib import Path

# below the range of outgoing connections, so that a port kept for the next start stays free
FIRST, LAST = 20_000, 29_999


def is_free(port: int, *, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def choose_port(*, preferred: int | None = None) -> int:
    """The preferred port while it is free, else another one on loopback."""
    if preferred and is_free(preferred):
        return preferred
    while True:
        port = random.randint(FIRST, LAST)
        if is_free(port):
            return port


def holder_of(port: int) -> str:
    """Who listens on a port, as far as this user may see: `nginx (process 812)`, or nothing."""
    inodes = _listening_inodes(port)
    for process in Path("/proc").glob("[0-9]*"):
        if _open_files(process) & inodes:
            return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return ""


def _open_files(process: Path) -> set[str]:
    """What a process has open; nothing of another user's. A file may close while one looks."""
    names = set()
    with suppress(OSError):
        for descriptor in (process / "fd").iterdir():
            with suppress(OSError):
                names.add(str(descriptor.readlink()))
    return names


def _listening_inodes(port: int) -> set[str]:
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
        except OSError:
            continue
        inodes |= {f"socket:[{row[9]}]" for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")}
    return inodes

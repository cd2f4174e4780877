"""One command of a kind at a time in one checkout."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine.failure import CannotRunError


class AlreadyRunsError(CannotRunError):
    """The same command runs in this checkout."""

    def __init__(self, what: str, pid: int | None) -> None:
        super().__init__(
            f"{what} is running in this checkout already (process {pid or 'unknown'})",
            "Stop it with Ctrl-C there, or with 'make down'.",
        )


@contextmanager
def held(path: Path, *, what: str) -> Iterator[None]:
    """Hold a lock file with our process id in it; raises `CannotRunError` when another process holds it."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunsError(what, holder(path)) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)


def holder(path: Path) -> int | None:
    """The process that holds the lock; None when nobody does."""
    try:
        with path.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                text = file.read().strip()
                return int(text) if text.isdecimal() else None
    except FileNotFoundError:
        return None
    return None

"""Which processes a command has started, in a file, so that a later one can end those an accident left."""

import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from machine.failure import CannotRunError

PATIENCE_S = 15.0


@dataclass(frozen=True)
class Entry:
    """A process and the moment of its start: a number alone is given again to strangers."""

    pid: int
    started: int  # clock ticks after the system's start
    stop_signal: int

    @property
    def is_alive(self) -> bool:
        """Whether that very process still runs."""
        return start_of(self.pid) == self.started


class Ledger:
    """The file of living children by name."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Entry]:
        """What the file says; nothing when it is missing or was cut off."""
        try:
            return {name: Entry(**row) for name, row in json.loads(self.path.read_text()).items()}
        except (FileNotFoundError, json.JSONDecodeError, TypeError, AttributeError):
            return {}

    def enter(self, name: str, pid: int, stop_signal: int) -> None:
        """Note a child that has just started."""
        started = start_of(pid)
        if started is not None:
            self._write({**self.read(), name: Entry(pid, started, stop_signal)})

    def strike(self, name: str) -> None:
        """Forget a child that has ended."""
        entries = self.read()
        if entries.pop(name, None):
            self._write(entries)

    def end_leftovers(self, *, patience_s: float = PATIENCE_S) -> list[str]:
        """End what still runs, politely and then by force; the names of what there was."""
        living = {name: entry for name, entry in self.read().items() if entry.is_alive}
        for name, entry in living.items():
            _signal(name, entry, entry.stop_signal)
        deadline = time.monotonic() + patience_s
        while any(entry.is_alive for entry in living.values()) and time.monotonic() < deadline:
            time.sleep(0.1)
        for name, entry in living.items():
            if entry.is_alive:
                _signal(name, entry, signal.SIGKILL)
        self.path.unlink(missing_ok=True)
        return sorted(living)

    def _write(self, entries: dict[str, Entry]) -> None:
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps({name: asdict(entry) for name, entry in entries.items()}))
        new.replace(self.path)


def start_of(pid: int) -> int | None:
    """When a process started, in clock ticks; None when there is none, or only its remains."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state in "ZX" else int(fields[18])


def _signal(name: str, entry: Entry, number: int) -> None:
    try:
        os.killpg(entry.pid, number)
    except ProcessLookupError:
        return
    except PermissionError as error:
        raise CannotRunError(
            f"{name} (process {entry.pid}) still runs for another user",
            "Let that user, or root, run 'make down'.",
        ) from error

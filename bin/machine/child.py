"""One process that this command has started and will end."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from io import BufferedWriter
from pathlib import Path

from machine.owner import Owner

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
_LOG_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True)
class Program:
    """What to run, as whom, where its words go (None: to the terminal) and how it likes to be stopped."""

    name: str
    argv: tuple[str, ...]
    log: Path | None
    directory: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    owner: Owner | None = None
    stop_signal: int = signal.SIGTERM
    patience_s: float = 12.0


class Child:
    """A running program, in a session of its own: Ctrl-C reaches it through us, its children end with it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.started_at = time.monotonic()
        with _open_log(program.log) as log:
            self._process = subprocess.Popen(
                program.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT if log else None,
                cwd=program.directory,
                env={**os.environ, **program.environment},
                start_new_session=True,
                preexec_fn=_die_with_parent(os.getpid(), program.stop_signal),
                **(program.owner.popen_arguments() if program.owner else {}),
            )

    @property
    def pid(self) -> int:
        """Its process id, which is its group's too."""
        return self._process.pid

    def exit_status(self) -> int | None:
        """None while it runs; once it has ended, what it left behind is ended too."""
        status = self._process.poll()
        if status is not None:
            self._signal_group(signal.SIGKILL)
        return status

    def ask_to_stop(self) -> None:
        """Send the signal that the program takes as a friendly request."""
        if self._process.poll() is None:
            os.kill(self.pid, self.program.stop_signal)

    def kill(self) -> None:
        """End it and all its children now."""
        self._signal_group(signal.SIGKILL)
        self._process.wait()

    def _signal_group(self, number: int) -> None:
        try:
            os.killpg(self.pid, number)
        except (ProcessLookupError, PermissionError):
            return


def words_for(status: int) -> str:
    """An exit status for a person: `exit status 1`, `killed by SIGKILL`."""
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def last_words(program: Program, *, lines: int = 15) -> list[str]:
    """The last lines of a program's log, indented, below its name."""
    if program.log is None or not program.log.exists():
        return []
    text = program.log.read_bytes()[-20_000:].decode(errors="replace")
    return [f"The end of {program.log}:", *(f"    {line}" for line in text.splitlines()[-lines:])]


def _open_log(path: Path | None) -> AbstractContextManager[BufferedWriter | None]:
    if path is None:
        return nullcontext()
    if path.exists() and path.stat().st_size > _LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def _die_with_parent(parent: int, number: int) -> Callable[[], None]:
    """Before a child becomes its program: ask the kernel to stop it when its parent is gone."""

    def prepare() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return prepare

"""Ctrl-C and its relatives: a request to stop, seen at the next pause, so nothing is left half started."""

import signal
import time
from types import FrameType


class StopRequested(BaseException):
    """The person, the terminal or the system asked this command to end."""


class Interrupts:
    """Counts the requests to stop; a second one asks for haste."""

    def __init__(self) -> None:
        self.count = 0

    def listen(self) -> None:
        """Take Ctrl-C, `kill` and a closed terminal as requests, from now on."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    @property
    def are_urgent(self) -> bool:
        """Whether it was asked for twice."""
        return self.count > 1

    def pause(self, seconds: float) -> None:
        """Sleep; raises `StopRequested` when a stop was asked for."""
        self.check()
        time.sleep(seconds)
        self.check()

    def check(self) -> None:
        """Raise `StopRequested` when a stop was asked for."""
        if self.count:
            raise StopRequested

    def _note(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.count += 1

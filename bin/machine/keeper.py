"""Keeps children running: says which ended, shows its last words, starts it again after a growing delay."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from machine.child import Child, Program, last_words, words_for
from machine.failure import CannotRunError
from machine.interrupts import Interrupts
from machine.ledger import Ledger

LONGEST_DELAY_S = 30.0
# who has run this long is well again
WELL_AFTER_S = 60.0
# who was started again and has run this long is worth a word
RUNS_AGAIN_AFTER_S = 5.0
# before the portal is ready, this many ends in a row are a fault that a person must mend
TRIES_AT_START = 3


def delay_before_restart(failures: int) -> float:
    """1, 2, 4 ... at most 30 seconds."""
    return min(LONGEST_DELAY_S, 2.0 ** (failures - 1))


@dataclass
class _Place:
    program: Program
    child: Child | None
    failures: int = 0
    due_at: float = 0.0
    # it ended, was started again, and has not lived long enough to say so
    is_watched: bool = False


class Keeper:
    """The children of one command, in the order they were started."""

    def __init__(self, *, ledger: Ledger, interrupts: Interrupts, tell: Callable[[str], None]) -> None:
        self._ledger = ledger
        self.interrupts = interrupts
        self._tell = tell
        self._places: list[_Place] = []
        self.gives_up = True

    def start(self, program: Program) -> Child:
        """Start a program and keep it running from now on."""
        child = self._spawn(program)
        self._places.append(_Place(program, child))
        return child

    def drop(self, child: Child) -> None:
        """Care no longer for a child that has ended."""
        self._places = [place for place in self._places if place.child is not child]
        self._ledger.strike(child.program.name)

    def tend(self) -> None:
        """Look after every child once; raises `CannotRunError` for one that cannot even start."""
        now = time.monotonic()
        for place in self._places:
            if place.child is None:
                if now >= place.due_at:
                    place.child = self._spawn(place.program)
                    place.is_watched = True
            elif (status := place.child.exit_status()) is not None:
                self._mourn(place, status, now)
            elif place.is_watched and now - place.child.started_at > RUNS_AGAIN_AFTER_S:
                place.is_watched = False
                self._tell(f"{place.program.name} runs again.")

    def wait(
        self,
        until: Callable[[], bool],
        *,
        timeout_s: float,
        what: str,
        advice: Callable[[], list[str]] = list,
    ) -> None:
        """Wait until something is so; raises `CannotRunError` when it takes too long."""
        deadline = time.monotonic() + timeout_s
        while not until():
            if time.monotonic() > deadline:
                raise CannotRunError(f"{what} within {timeout_s:.0f} s", *advice())
            self.interrupts.pause(0.2)

    def watch(
        self,
        until: Callable[[], bool],
        *,
        timeout_s: float,
        what: str,
        advice: Callable[[], list[str]] = list,
    ) -> None:
        """Wait as `wait` does, and tend the children meanwhile."""

        def tended() -> bool:
            self.tend()
            return until()

        self.wait(tended, timeout_s=timeout_s, what=what, advice=advice)

    def forever(self) -> None:
        """Tend until a stop is asked for."""
        while True:
            self.tend()
            self.interrupts.pause(0.3)

    def stop_all(self) -> None:
        """Stop the last started first: each waits for nobody that is already gone."""
        for place in reversed(self._places):
            if place.child is not None:
                self._stop(place.child)
        self._places = []

    def stop_together(self, names: Collection[str]) -> None:
        """Ask several to stop at the same time, then wait for each."""
        chosen = [place.child for place in self._places if place.program.name in names and place.child]
        for child in chosen:
            child.ask_to_stop()
        for child in chosen:
            self._stop(child)
        self._places = [place for place in self._places if place.program.name not in names]

    def run(self, program: Program) -> int:
        """Run a program to its end, or until a stop is asked for, and tend the others; its exit status."""
        child = self._spawn(program)
        try:
            while (status := child.exit_status()) is None:
                self.tend()
                self.interrupts.pause(0.1)
        finally:
            self._stop(child)
        return status

    def _spawn(self, program: Program) -> Child:
        child = Child(program)
        self._ledger.enter(program.name, child.pid, program.stop_signal)
        return child

    def _mourn(self, place: _Place, status: int, now: float) -> None:
        child = place.child
        assert child is not None
        lived_s = now - child.started_at
        place.failures = 1 if lived_s > WELL_AFTER_S else place.failures + 1
        place.child = None
        name = place.program.name
        self._ledger.strike(name)
        if self.gives_up and place.failures >= TRIES_AT_START:
            raise CannotRunError(
                f"{name} ended {place.failures} times before the portal was ready ({words_for(status)})",
                *last_words(place.program),
            )
        delay_s = delay_before_restart(place.failures)
        place.due_at = now + delay_s
        news = (
            f"{name} ended after {lived_s:.0f} s ({words_for(status)}); it starts again in {delay_s:.0f} s."
        )
        # at the start the failure itself shows them, once
        self._tell("\n".join([news, *([] if self.gives_up else last_words(place.program))]))

    def _stop(self, child: Child) -> None:
        child.ask_to_stop()
        deadline = time.monotonic() + child.program.patience_s
        while child.exit_status() is None:
            if time.monotonic() > deadline or self.interrupts.are_urgent:
                child.kill()
            time.sleep(0.05)
        self._ledger.strike(child.program.name)

"""How incidents of the past went: their stamps, their endings, what is wrong with their records. Pure."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from apps.demo.intervals import Step, draw_s
from apps.demo.seeds import choose


class Ending(StrEnum):
    """How an incident ended."""

    CLOSED = "closed"
    ADVISED = "advised"  # resolved by phone, nobody was sent
    CANCELLED = "cancelled"
    UNFOUNDED = "unfounded"
    MERGED = "merged"


class Flaw(StrEnum):
    """What is wrong with a record, as records of the field are."""

    NO_EN_ROUTE = "no_en_route"
    NO_ON_SCENE = "no_on_scene"
    CORRECTED = "corrected"  # a supervisor gave the arrival its right time afterwards
    DISORDERED = "disordered"  # a correction that stands before the departure


_ENDINGS: Final[dict[Ending, float]] = {
    Ending.CLOSED: 0.858,
    Ending.ADVISED: 0.072,
    Ending.UNFOUNDED: 0.042,
    Ending.CANCELLED: 0.028,
}
_FLAWS: Final[dict[Flaw | None, float]] = {
    None: 0.958,
    Flaw.NO_EN_ROUTE: 0.022,
    Flaw.NO_ON_SCENE: 0.008,
    Flaw.CORRECTED: 0.008,
    Flaw.DISORDERED: 0.004,
}
_URGENT: Final = 2


@dataclass(frozen=True, slots=True)
class Course:
    """The stamps of one incident by their names; a missing one is absent.

    `gave_up_at` is when it was cancelled, merged, or found to be unfounded.
    `recorded_on_scene_at` is what the record said before its correction at `corrected_at`.
    """

    ending: Ending
    stamps: dict[str, datetime]
    accepted_at: datetime | None = None
    gave_up_at: datetime | None = None
    flaw: Flaw | None = None
    recorded_on_scene_at: datetime | None = None
    corrected_at: datetime | None = None

    @property
    def last_at(self) -> datetime:
        """The last thing that is known of it."""
        moments = [*self.stamps.values(), self.gave_up_at, self.corrected_at]
        return max(moment for moment in moments if moment is not None)


def draw_course(rng: random.Random, *, reported_at: datetime, priority: int, region: str) -> Course:
    """A plausible course of an incident of this priority."""
    ending = choose(rng, _ENDINGS)
    if priority <= _URGENT and ending is Ending.ADVISED:
        ending = Ending.CLOSED
    clock = _Clock(rng, reported_at, priority, region)
    clock.stamp("acknowledged_at", Step.TAKE)
    if ending is Ending.ADVISED:
        return _advised(clock)
    if ending is Ending.CANCELLED:
        clock.after(Step.PROCESS)
        return Course(ending, clock.stamps, gave_up_at=clock.now)
    return _sent(rng, clock, ending)


class _Clock:
    """Time as it passes for one incident."""

    def __init__(self, rng: random.Random, start: datetime, priority: int, region: str) -> None:
        self.now = start
        self.stamps = {"reported_at": start}
        self._rng, self._priority, self._region = rng, priority, region

    def after(self, step: Step) -> datetime:
        """Let a step pass."""
        seconds = draw_s(self._rng, step, priority=self._priority, moment=self.now, region=self._region)
        self.now += timedelta(seconds=round(seconds, 1))
        return self.now

    def stamp(self, name: str, step: Step) -> None:
        """Let a step pass and note when it ended."""
        self.stamps[name] = self.after(step)


def _advised(clock: _Clock) -> Course:
    clock.stamp("resolved_at", Step.ADVISE)
    clock.stamp("closed_at", Step.CLOSE)
    return Course(Ending.ADVISED, clock.stamps)


def _sent(rng: random.Random, clock: _Clock, ending: Ending) -> Course:
    clock.stamp("dispatched_at", Step.PROCESS)
    sent_at = clock.now
    clock.stamp("en_route_at", Step.TURN_OUT)
    accepted_at = sent_at + (clock.now - sent_at) * rng.uniform(0.1, 0.5)
    clock.stamp("on_scene_at", Step.TRAVEL)
    if ending is Ending.UNFOUNDED:
        looked_around = timedelta(seconds=rng.uniform(180, 900))
        return Course(ending, clock.stamps, accepted_at=accepted_at, gave_up_at=clock.now + looked_around)
    clock.stamp("resolved_at", Step.WORK)
    clock.stamp("closed_at", Step.CLOSE)
    return _flawed(rng, Course(ending, clock.stamps, accepted_at=accepted_at))


def _flawed(rng: random.Random, course: Course) -> Course:
    flaw, stamps = choose(rng, _FLAWS), course.stamps
    if flaw is None:
        return course
    if flaw in {Flaw.NO_EN_ROUTE, Flaw.NO_ON_SCENE}:
        gone = "en_route_at" if flaw is Flaw.NO_EN_ROUTE else "on_scene_at"
        left = {name: at for name, at in stamps.items() if name != gone}
        return Course(course.ending, left, accepted_at=course.accepted_at, flaw=flaw)
    corrected_at = stamps["resolved_at"] + (stamps["closed_at"] - stamps["resolved_at"]) * 0.6
    return Course(
        course.ending,
        {**stamps, "on_scene_at": _corrected(rng, flaw, stamps)},
        accepted_at=course.accepted_at,
        flaw=flaw,
        recorded_on_scene_at=stamps["on_scene_at"],
        corrected_at=corrected_at,
    )


def _corrected(rng: random.Random, flaw: Flaw, stamps: dict[str, datetime]) -> datetime:
    """Earlier than recorded (the button was pressed late); disordered: even before the departure."""
    if flaw is Flaw.DISORDERED:
        return stamps["en_route_at"] - timedelta(seconds=round(rng.uniform(5, 90)))
    way = stamps["on_scene_at"] - stamps["en_route_at"]
    return stamps["en_route_at"] + way * rng.uniform(0.6, 0.9)

"""The steps of a table's incidents in the order of their times, to be played again as live ones. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apps.interchange.files.mapping import STAMPS
from apps.interchange.files.rows import IncidentRows

STEPS: Final = {stamp: stamp.removesuffix("_at") for stamp in STAMPS}


@dataclass(frozen=True, slots=True)
class Cue:
    """What happens `after_s` seconds from the first report, in the file's own time; `step` is a status."""

    after_s: float
    step: str
    incident: IncidentRows


def cues(incidents: list[IncidentRows], *, calls_only: bool) -> list[Cue]:
    """Every step of every incident, earliest first; reports alone with `calls_only`."""
    if not incidents:
        return []
    first = min(incident.stamps["reported_at"] for incident in incidents)
    found = [cue for incident in incidents for cue in _of(incident, first, calls_only=calls_only)]
    return sorted(found, key=lambda cue: (cue.after_s, list(STEPS.values()).index(cue.step)))


def _of(incident: IncidentRows, first: datetime, *, calls_only: bool) -> Iterator[Cue]:
    reported_at = incident.stamps["reported_at"]
    for stamp, step in STEPS.items():
        at = incident.stamps.get(stamp)
        if at is None or (calls_only and step != "reported"):
            continue
        # A step recorded before its report can only be played after it.
        yield Cue((max(at, reported_at) - first).total_seconds(), step, incident)

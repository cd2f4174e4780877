"""Play one cue of a replay: the action that a person would take, unless a person was quicker."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

import structlog

from apps.core.errors import Conflict, DomainError
from apps.incidents.actions.advance_incident import advance_incident
from apps.incidents.actions.move_incident import move_incident
from apps.incidents.actions.report_incident import report_incident
from apps.incidents.workflow import WITH_UNITS, Outcome, Status
from apps.interchange.files.incidents import report_of
from apps.interchange.files.limits import SOURCE_LIMIT
from apps.interchange.files.mapping import IncidentMapping
from apps.interchange.files.replay import Cue

log = structlog.get_logger(__name__)


class Played(Enum):
    """What became of a cue."""

    DONE = auto()
    OVERTAKEN = auto()
    REFUSED = auto()


class Player:
    """Plays cues as exercises of one run, so that the same file can be played again; nothing of it counts."""

    def __init__(self, mapping: IncidentMapping, run: str) -> None:
        self.mapping = mapping
        self.run = run
        self.ids: dict[str, UUID] = {}

    def play(self, cue: Cue, *, at: datetime, tell: Callable[[str], object]) -> Played:
        """Do what the cue says, unless somebody has changed the incident so that it cannot be done.

        `tell` gets the reason why a step was refused: a type that is no longer in use, say. Its later steps fall too.
        """
        if cue.step != Status.REPORTED and cue.incident.external_id not in self.ids:
            return Played.REFUSED
        try:
            self._do(cue, at)
        except Conflict as error:
            log.info("cue_overtaken", reference=cue.incident.external_id, step=cue.step, reason=error.code)
            return Played.OVERTAKEN
        except DomainError as error:
            tell(f"line {cue.incident.lines[0].number}: {cue.step}: {error.detail}")
            return Played.REFUSED
        return Played.DONE

    def _do(self, cue: Cue, at: datetime) -> None:
        step = Status(cue.step)
        if step is Status.REPORTED:
            self.ids[cue.incident.external_id] = self._report(cue, at)
            return
        incident_id = self.ids[cue.incident.external_id]
        if step in WITH_UNITS:
            advance_incident(incident_id=incident_id, to=step, by=None, at=at)
        else:
            outcome = Outcome.DEALT_WITH.value if step is Status.RESOLVED else ""
            move_incident(incident_id=incident_id, to=step, by=None, at=at, outcome=outcome)

    def _report(self, cue: Cue, at: datetime) -> UUID:
        report = replace(
            report_of(cue.incident, self.mapping),
            source=f"{self.mapping.source}-replay"[:SOURCE_LIMIT],
            source_ref=f"{self.run}:{cue.incident.external_id}",
            reported_at=None,
            is_exercise=True,
        )
        return report_incident(report=report, by=None, at=at).incident.pk

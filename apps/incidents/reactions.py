"""What upper rooms do when an incident moves: called in the transaction of the move, the incident locked."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from apps.incidents.models import Incident
from apps.incidents.people import Principal
from apps.incidents.workflow import Status

# (incident, before, by, at): the incident has its new status already.
Reaction = Callable[[Incident, Status, Principal | None, datetime], None]
_REACTIONS: Final[list[Reaction]] = []


def on_move(reaction: Reaction) -> None:
    """Call `reaction` after each move; what it raises undoes the move. Called from `AppConfig.ready`."""
    if reaction not in _REACTIONS:
        _REACTIONS.append(reaction)


def moved(incident: Incident, *, before: Status, by: Principal | None, at: datetime) -> None:
    """Tell every upper room that the incident went on from `before`."""
    for reaction in _REACTIONS:
        reaction(incident, before, by, at)

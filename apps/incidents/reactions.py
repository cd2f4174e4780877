"""What upper rooms do when an incident moves or is transferred: in the same transaction, the incident locked."""

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Transferred:
    """An incident that went from the region `old` to the one that it has now."""

    incident: Incident
    old: str
    reason: str
    by: Principal | None
    at: datetime


TransferReaction = Callable[[Transferred], None]
_TRANSFER_REACTIONS: Final[list[TransferReaction]] = []


def on_transfer(reaction: TransferReaction) -> None:
    """Call `reaction` after each transfer; what it raises undoes the transfer. Called from `AppConfig.ready`."""
    if reaction not in _TRANSFER_REACTIONS:
        _TRANSFER_REACTIONS.append(reaction)


def transferred(event: Transferred) -> None:
    """Tell every upper room that the incident belongs to another region."""
    for reaction in _TRANSFER_REACTIONS:
        reaction(event)

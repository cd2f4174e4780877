"""What happened becomes alarms; what cannot be evaluated is set aside with its error, and holds up nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError

from apps.alarms.evaluation.facts import Fact, fact_of
from apps.alarms.evaluation.reacting import react
from apps.alarms.models import SetAside
from apps.live.cursors import Happening
from apps.live.feed import change

log = structlog.get_logger(__name__)
BEGIN: Final = ".began"
# Of what an error says.
MOST: Final = 2000


def take(happenings: Sequence[Happening], *, at: datetime) -> int:
    """React to what happened, in its order; how many facts there were. Where that fails, each half alone.

    A database that is away, or a deadlock, is no fault of an event: that is raised, and all of it comes again.
    """
    try:
        return _reacted(happenings, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, it must not stop the alarms of a country
        if len(happenings) == 1:
            _set_aside(happenings[0], error, at)
            return 0
    middle = len(happenings) // 2
    return take(happenings[:middle], at=at) + take(happenings[middle:], at=at)


def take_again(*, set_aside_id: int, at: datetime) -> bool:
    """Evaluate once more what was set aside: True, and it is gone, or False, and it has its new error."""
    with change(at=at):
        row = SetAside.objects.select_for_update().filter(pk=set_aside_id).first()
        if row is None:
            return True
        row.delete()
        happening = Happening(row.region_id, row.seq, row.topic, row.kind, row.object_id, row.at, row.data)
        take([happening], at=at)
        return not SetAside.objects.filter(region=row.region_id, seq=row.seq).exists()


def _reacted(happenings: Sequence[Happening], at: datetime) -> int:
    with change(at=at):
        facts = [fact for happening in happenings if (fact := _fact(happening)) is not None]
        if facts:
            react(facts=facts, at=at)
    return len(facts)


def _fact(happening: Happening) -> Fact | None:
    fact = None if happening.data is None else fact_of(happening.topic, happening.data)
    # A thing that was told of only once it was over has its end in both events: the first still begins it.
    return replace(fact, is_begin=True) if fact and happening.kind.endswith(BEGIN) else fact


def said_of(error: Exception) -> str:
    """An error as it can be kept and read."""
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:MOST]


def _set_aside(happening: Happening, error: Exception, at: datetime) -> None:
    log.error("event_set_aside", region=happening.region, seq=happening.seq, exc_info=error)
    told = {name: getattr(happening, name) for name in ("topic", "kind", "object_id", "at", "data")}
    said = said_of(error)
    SetAside.objects.update_or_create(
        region_id=happening.region, seq=happening.seq, defaults=told | {"error": said, "tried_at": at}
    )

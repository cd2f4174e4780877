"""What long-running processes do: each writes its figures into a row of its own, and silence is seen as silence.

Upper rooms register their kinds from `AppConfig.ready`. Every age is measured by the database's clock.
"""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from uuid import uuid4

from django.db import connection
from django.utils.functional import Promise

from apps.core.encoding import encode
from apps.live.models import ProcessReport

# A process reports this often, and counts as silent when it has said nothing for so long.
EVERY_S: Final = 5.0
SILENT_AFTER_S: Final = 20.0
# What has been gone for so long is forgotten.
KEPT_S: Final = 24 * 3600.0

SILENT: Final = "silent"
ENDED: Final = "ended"
NOT_RUNNING: Final = "not_running"

REPORT: Final = """
    INSERT INTO live_processreport AS report (kind, holder, state, figures, started_at, reported_at)
    VALUES (%(kind)s, %(holder)s, %(state)s, %(figures)s::jsonb, clock_timestamp(), clock_timestamp())
    ON CONFLICT (kind, holder) DO UPDATE SET
        state = excluded.state, figures = excluded.figures, reported_at = clock_timestamp(), ended_at = NULL
"""
END: Final = """
    UPDATE live_processreport SET ended_at = clock_timestamp(), reported_at = clock_timestamp()
    WHERE kind = %(kind)s AND holder = %(holder)s
"""
FORGET: Final = """
    DELETE FROM live_processreport WHERE reported_at < clock_timestamp() - make_interval(secs => %(kept_s)s)
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of process: how it is called, and the words of its states and figures.

    `headline` are the figures that stand for the others in a list, `hidden` those that only programs read.
    """

    name: str
    title: str | Promise
    states: Mapping[str, str | Promise] = field(default_factory=dict)
    words: Mapping[str, str | Promise] = field(default_factory=dict)
    headline: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Heard:
    """What a process said last, and how many seconds ago; `condition` is its state unless it is silent or ended."""

    condition: str
    figures: Mapping[str, Any]
    silent_s: float


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Have admins see what processes of this kind report; from `AppConfig.ready`."""
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind:
    """The kind of this name; a bare one where nobody has registered it."""
    return _kinds.get(name) or Kind(name, name)


@cache
def holder_of_this() -> str:
    """A name for this process that no other has, on any machine."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


def report(kind: str, *, holder: str, state: str, figures: Mapping[str, Any]) -> None:
    """Write what a process has done since it started, over what it had written before."""
    with connection.cursor() as cursor:
        cursor.execute(
            REPORT, {"kind": kind, "holder": holder, "state": state, "figures": encode(figures).decode()}
        )


def end(kind: str, *, holder: str) -> None:
    """Say that a process ends because it was asked to."""
    with connection.cursor() as cursor:
        cursor.execute(END, {"kind": kind, "holder": holder})


def forget() -> None:
    """Remove what processes said that have been gone for a day."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"kept_s": KEPT_S})


def condition_of(row: ProcessReport) -> str:
    """The state that a process is in, unless it has ended or is silent; for a row `with_silence`."""
    if row.ended_at is not None:
        return ENDED
    return SILENT if row.silent_s > SILENT_AFTER_S else row.state


def heard_of(kind: str) -> list[Heard]:
    """What each process of a kind said last, the newest first."""
    rows = ProcessReport.objects.filter(kind=kind).with_silence().order_by("-reported_at")
    return [Heard(condition_of(row), row.figures, row.silent_s) for row in rows]

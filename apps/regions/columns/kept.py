"""What a process keeps: the packed columns of each region, and the bodies made of them.

The rule that joins columns and feed: a body asked for after an event was heard holds that event. The event was heard
after its commit, the stamps are read after the question, and a body is answered only when its parts bear these stamps.
"""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from django.db import connection, transaction

from apps.regions.columns.body import Body, body_of
from apps.regions.columns.part import Cursor, Part, Stamp, turned, whole
from apps.regions.columns.source import Source
from apps.regions.scope import Scope

# Bodies of so many different scopes stay; parts stay as long as their regions have rows.
BODIES: Final = 48

Stamps = Mapping[str, Stamp]


class Kept:
    """The columns of one source, kept in this process; used from any thread."""

    def __init__(self, source: Source) -> None:
        self.source: Final = source
        self._lock: Final = Lock()
        self._parts: dict[str, Part] = {}
        self._bodies: OrderedDict[tuple[str, ...], tuple[Stamps, Body]] = OrderedDict()

    def body(self, scope: Scope) -> Body:
        """The columns of a scope as they are now; when nothing has changed since, it costs one small query."""
        stamps = self._stamps(scope)
        with self._lock:
            known = self._bodies.get(tuple(stamps))
        if known is not None and known[0] == stamps:
            return known[1]
        # One at a time: who asks the same meanwhile finds it made.
        with self._lock:
            return self._made(scope)

    def _made(self, scope: Scope) -> Body:
        stamps = self._refreshed(scope)
        key = tuple(stamps)
        known = self._bodies.get(key)
        if known is None or known[0] != stamps:
            known = stamps, body_of(self.source, {code: self._parts[code] for code in stamps})
            self._bodies[key] = known
        self._bodies.move_to_end(key)
        if len(self._bodies) > BODIES:
            self._bodies.popitem(last=False)
        return known[1]

    def _refreshed(self, scope: Scope) -> Stamps:
        """Read what has changed, as of one moment: a row that moves between regions is in one of them."""
        with transaction.atomic(), connection.cursor() as cursor:
            if (
                not connection.savepoint_ids
            ):  # within another transaction, as in tests, it cannot be said any more
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            stamps = _stamps(cursor, self.source, scope)
            for code, stamp in stamps.items():
                self._refresh(cursor, code, stamp)
        return stamps

    def _refresh(self, cursor: Cursor, code: str, stamp: Stamp) -> None:
        was = self._parts.get(code)
        if was is not None and was.stamp == stamp:
            return
        if was is not None and was.stamp.fixed == stamp.fixed:
            self._parts[code] = turned(cursor, self.source, code, stamp, was)
        else:
            self._parts[code] = whole(cursor, self.source, code, stamp)

    def _stamps(self, scope: Scope) -> Stamps:
        with connection.cursor() as cursor:
            return _stamps(cursor, self.source, scope)


def _stamps(cursor: Any, source: Source, scope: Scope) -> Stamps:
    cursor.execute(source.stamps, {"everywhere": scope.is_national, "codes": sorted(scope.codes)})
    # Of a source in which nothing turns, what turns elsewhere in the table is no change.
    turns = bool(source.turning)
    return {code: Stamp(number if turns else fixed, fixed) for code, number, fixed in cursor.fetchall()}

"""Rows of detections, many in one statement. For the actions alone, inside of their `change()`.

A batch goes to PostgreSQL as one JSON text: a statement with a placeholder for each value of a thousand rows costs more
than the rows do.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection

from apps.cameras.detection_messages import Key, key_of_row
from apps.cameras.models import Detection
from apps.core.encoding import encode

# ruff: noqa: S608 - the names in these statements are this room's own; every value is a parameter.

TABLE: Final = Detection._meta.db_table
# What a message may change.
TOLD: Final = ("updated_at", "began_at", "ended_at", "label", "sub_label", "sub_score", "score", "zones")
GIVEN: Final = ("id", "intake", "source", "source_ref", "camera_id", "region_id", "recorded_at", "location")
_TYPES: Final = {
    "id": "uuid", "camera_id": "bigint", "recorded_at": "timestamptz", "location": "geometry",
    "updated_at": "timestamptz", "began_at": "timestamptz", "ended_at": "timestamptz",
    "sub_score": "float8", "score": "float8", "zones": "text[]",
}  # fmt: skip


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f"{name} {_TYPES.get(name, 'text')}" for name in names)


INSERT: Final = f"""
    INSERT INTO {TABLE} ({", ".join(GIVEN + TOLD)})
    SELECT * FROM jsonb_to_recordset(%(rows)s::text::jsonb) AS given ({_columns(GIVEN + TOLD)})
    ON CONFLICT (intake, source, source_ref) DO NOTHING RETURNING id
"""
UPDATE: Final = f"""
    UPDATE {TABLE} AS known SET {", ".join(f"{name} = given.{name}" for name in TOLD)}
    FROM jsonb_to_recordset(%(rows)s::text::jsonb) AS given ({_columns(("id", *TOLD))}) WHERE known.id = given.id
"""
_READ: Final = ", ".join(f"known.{field.column}" for field in Detection._meta.concrete_fields)
LOCK: Final = f"""
    SELECT {_READ} FROM {TABLE} AS known
    JOIN unnest(%(intakes)s::text[], %(sources)s::text[], %(refs)s::text[]) AS given (intake, source, source_ref)
        USING (intake, source, source_ref)
    ORDER BY known.intake, known.source, known.source_ref FOR UPDATE OF known
"""


def insert_unknown(rows: Sequence[Detection]) -> set[UUID]:
    """Insert those whose key is not there yet, in their order; answers the ids of these."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {"rows": _as_json(rows, GIVEN + TOLD)})
        return {pk for (pk,) in cursor}


def locked_rows(keys: Collection[Key]) -> dict[Key, Detection]:
    """The rows of these keys, locked in their order."""
    if not keys:
        return {}
    intakes, sources, refs = (list(column) for column in zip(*keys, strict=True))
    rows = Detection.objects.raw(LOCK, {"intakes": intakes, "sources": sources, "refs": refs})
    return {key_of_row(row): row for row in rows}


def store_told(rows: Sequence[Detection]) -> None:
    """Write what messages changed in rows that are locked."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(UPDATE, {"rows": _as_json(rows, ("id", *TOLD))})


def _as_json(rows: Iterable[Detection], names: Sequence[str]) -> str:
    return encode([{name: _plain(getattr(row, name)) for name in names} for row in rows]).decode()


def _plain(value: Any) -> Any:
    """Times with all their digits, places as PostGIS writes them."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.hexewkb.decode() if hasattr(value, "hexewkb") else value

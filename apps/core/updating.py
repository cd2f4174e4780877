"""Rows of a model brought up to date in one UPDATE, whatever their values: no statement a row."""

from collections.abc import Sequence
from typing import Any, TypeVar

import orjson
from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


def update_rows(rows: Sequence[M], fields: Sequence[str]) -> int:
    """Write these fields of the rows, which are all of one model and have a primary key; how many were there.

    Their values travel as one JSON text, of which PostgreSQL makes rows of the table's own types
    (`jsonb_populate_recordset`); so a geometry is none of the fields.
    """
    if not rows:
        return 0
    meta = type(rows[0])._meta
    written = [meta.get_field(name) for name in fields]
    with connection.cursor() as cursor:
        cursor.execute(_statement(meta, written), [_told(rows, [meta.pk, *written])])
        written_rows: int = cursor.rowcount
    return written_rows


def _told(rows: Sequence[Model], fields: Sequence[Any]) -> str:
    told = [{field.column: field.pre_save(row, add=False) for field in fields} for row in rows]
    return orjson.dumps(told).decode()


def _statement(meta: Any, fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    table, key = quote(meta.db_table), quote(meta.pk.column)
    columns = [quote(str(field.column)) for field in fields]
    given = ", ".join(f"given.{column}" for column in columns)
    return (
        f"UPDATE {table} AS kept SET ({', '.join(columns)}) = ROW({given}) "  # noqa: S608 (names of the model's own)
        f"FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS given WHERE kept.{key} = given.{key}"
    )

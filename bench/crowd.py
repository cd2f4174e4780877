"""Very many cameras at once, by one statement; what the model asks for beyond what is given is empty."""

from typing import Any, Final

from django.db import connection

# Scattered around a point of each region, ever thinner; the kinds in the proportions of one real region (DOMAIN.md).
COUNTRY: Final = {
    "code": "'CROWD-' || n",
    "name": "'Amir Temur shoh koʻchasi ' || n",
    "location": "ST_SetSRID(ST_MakePoint(town.x + power(random(), 2) * 0.35 * cos(n), "
    "town.y + power(random(), 2) * 0.3 * sin(n)), 4326)",
    "region_id": "town.region_id",
    "kind": "(ARRAY['overview', 'face', 'plate', 'ptz'])[CASE WHEN n % 1000 < 747 THEN 1 "
    "WHEN n % 1000 < 884 THEN 2 WHEN n % 1000 < 952 THEN 3 ELSE 4 END]",
    "status": "(ARRAY['online', 'offline', 'degraded', 'maintenance', 'unknown'])"
    "[CASE WHEN random() < 0.93 THEN 1 ELSE 2 + floor(random() * 4)::int END]",
    "azimuth": "floor(random() * 360)::int",
    "fov_deg": "(ARRAY[40, 60, 75, 90, 110])[1 + floor(random() * 5)::int]",
    "range_m": "30 + floor(random() * 120)::int",
}
TOWNS: Final = """
    SELECT row_number() OVER (ORDER BY code) - 1 AS place, code AS region_id,
           ST_X(ST_PointOnSurface(boundary)) AS x, ST_Y(ST_PointOnSurface(boundary)) AS y
    FROM regions_region WHERE boundary IS NOT NULL
"""


def insert_cameras(count: int, columns: dict[str, str], source: str = "") -> None:
    """`count` cameras, each column by its SQL over `n` (and `town`, with a source). Without lines of history."""
    from apps.cameras.models import Camera

    given = {**_empty(Camera), **columns}
    names, values = ", ".join(given), ", ".join(given.values())
    towns = f"SELECT *, count(*) OVER () AS towns FROM ({source}) AS found"
    joined = f"JOIN ({towns}) AS town ON town.place = n % towns" if source else ""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cameras_camera DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE cameras_camera ENABLE TRIGGER columns_inserted")
        cursor.execute(
            f"INSERT INTO cameras_camera ({names}) SELECT {values} FROM generate_series(1, {count:d}) AS n {joined}"
        )
        cursor.execute("ALTER TABLE cameras_camera ENABLE TRIGGER USER")
        cursor.execute("ANALYZE cameras_camera")


def make_country(count: int) -> None:
    """So many cameras over all regions."""
    insert_cameras(count, COUNTRY, TOWNS)


def watch_officer() -> str:
    """The name of somebody who sees the whole nation."""
    from apps.accounts.models import User

    User.objects.create(
        username="bench.duty", role="duty_officer", is_national=True, full_name="Duty officer"
    )
    return "bench.duty"


def _empty(model: Any) -> dict[str, str]:
    """What the model's own defaults are, as SQL: texts and numbers; the rest may be null."""
    fields = [field for field in model._meta.concrete_fields if not field.null and not field.primary_key]
    given = {field.column: field.get_default() for field in fields}
    return {
        column: str(value) if isinstance(value, int) else "'{}'".format(value.replace("'", "''"))
        for column, value in given.items()
        if isinstance(value, str | int)
    }

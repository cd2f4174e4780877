"""A month of an inspector: 500,000 positions of his or her tablet, told among those of as many others as share the table."""

from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np

DAYS: Final = 31
POINTS: Final = 500_000
OTHERS: Final = 9
EVERY_S: Final = 2.5
PER_DAY: Final = POINTS // DAYS
BEGINS: Final = timedelta(hours=3)  # 08:00 in Tashkent
HOME: Final = (69.2401, 41.2995)
METRES: Final = 111_195.0

FILL: Final = """
    INSERT INTO inspectors_position (device_id, at, received_at, location, speed_mps, heading, accuracy_m, battery, is_mock)
    SELECT d.id, w.at + d.place * interval '7 milliseconds', w.at + interval '1 second',
           ST_SetSRID(ST_MakePoint(w.lon + d.place * 0.01, w.lat), 4326), 1.4, 90, 6, 80, false
    FROM way w CROSS JOIN (
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM inspectors_device
    ) d
    WHERE w.n >= %s AND w.n < %s ORDER BY w.n, d.place
"""


def make_month(until: datetime) -> tuple[int, datetime]:
    """The inspector's key and when the month began; `until` is the midnight that ends it."""
    from django.db import connection

    from apps.inspectors.models import Inspector, Shift, Unit
    from apps.inspectors.partitions import keep_days
    from bench.field.units import REGION, make_units

    (unit_id, _), *_others = make_units(OTHERS + 1)
    person = Inspector.objects.create(full_name="Karimov A.", region_id=REGION)
    Unit.objects.get(pk=unit_id).crew.add(person)
    since = until - timedelta(days=DAYS)
    for day in range(DAYS):
        keep_days(at=since + timedelta(days=day))
    shifts = [since + timedelta(days=day) + BEGINS for day in range(DAYS)]
    Shift.objects.bulk_create(
        Shift(inspector=person, unit_id=unit_id, began_at=began, ended_at=began + timedelta(hours=12))
        for began in shifts
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE way (n int PRIMARY KEY, at timestamptz, lon float8, lat float8)")
        for day, began in enumerate(shifts):
            _walk(cursor, day, began)
            cursor.execute(FILL, [day * PER_DAY, (day + 1) * PER_DAY])
        cursor.execute("VACUUM ANALYZE inspectors_position")
    return person.pk, since


def _walk(cursor: Any, day: int, began: datetime) -> None:
    """One shift of the way into the table `way`."""
    chance = np.random.default_rng(day)
    east, north = _streets(chance)
    drift = np.cumsum(chance.normal(0, 0.4, (PER_DAY, 2)), axis=0)
    drift -= np.linspace(0, 1, PER_DAY)[:, None] * drift[-1]
    noise = chance.normal(0, 1.5, (PER_DAY, 2)) + np.clip(drift, -12, 12)
    lat = HOME[1] + (north + noise[:, 1]) / METRES
    lon = HOME[0] + (east + noise[:, 0]) / METRES / np.cos(np.radians(HOME[1]))
    with cursor.copy("COPY way FROM STDIN") as copy:
        for n in range(PER_DAY):
            moment = began + timedelta(seconds=EVERY_S * n)
            copy.write_row((day * PER_DAY + n, moment, float(lon[n]), float(lat[n])))


def _streets(chance: np.random.Generator) -> tuple[Any, Any]:
    """Metres from the post: along streets at right angles, 1.4 m/s on foot or 9 m/s in a car, and standing in between."""
    places = np.empty((PER_DAY, 2))
    here, done = np.zeros(2), 0
    while done < PER_DAY:
        long = int(chance.integers(40, 240))
        pace = chance.choice([0.0, 1.4, 1.4, 9.0]) * EVERY_S
        axis = int(chance.integers(2))
        way = -1.0 if here[axis] > 1500 else 1.0 if here[axis] < -1500 else float(chance.choice([-1, 1]))
        step = np.zeros(2)
        step[axis] = way * pace
        part = here + step * np.arange(1, long + 1)[:, None]
        taken = part[: PER_DAY - done]
        places[done : done + len(taken)] = taken
        here, done = taken[-1], done + len(taken)
    return places[:, 0], places[:, 1]

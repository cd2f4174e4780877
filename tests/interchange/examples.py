"""A small table as a dispatch system exports it, and the mapping that reads it."""

MAPPING = """
[file]
delimiter = ","

[time]
format = "%d.%m.%Y %H:%M:%S"
zone = "Asia/Tashkent"

[missing]
texts = ["-"]
days = [1900-01-01]
points = [[0, 0]]

[incident]
source = "old-dispatch"
external_id = "Case"
title = "What"
address = "Where"

[stamps]
reported_at = "Received"
dispatched_at = "Sent"
on_scene_at = "Arrived"
resolved_at = { column = "Free", of_rows = "last" }

[location]
column = "Point"
order = "lat lon"

[region]
column = "Area"
values = { North = "UZ-TK", South = "UZ-SA" }

[type]
column = "What"
values = { Fire = "building_fire" }
default = "other"

[priority]
column = "Urgency"
values = { A = "1", B = "3" }

[unit]
call_sign = "Unit"
service = { column = "Kind", values = { E = "fire" }, default = "patrol" }

[unit.stamps]
assigned_at = "Sent"
en_route_at = "Moving"
on_scene_at = "Arrived"
cleared_at = "Free"
"""

HEADER = "Case,Unit,Kind,What,Where,Area,Urgency,Received,Sent,Moving,Arrived,Free,Point"
ROWS = [
    "1001,E39,E,Fire,Navoiy 1,North,A,01.10.2026 10:00:00,01.10.2026 10:01:00,01.10.2026 10:02:00,"
    '01.10.2026 10:06:00,01.10.2026 10:40:00,"(41.5, 69.5)"',
    "1001,E40,E,Fire,Navoiy 1,North,A,01.10.2026 10:00:00,01.10.2026 10:00:30,-,"
    '01.10.2026 10:05:00,01.10.2026 11:10:00,"(41.5, 69.5)"',
    "1002,P7,P,Noise,Bogʻ 2,South,B,01.10.2026 23:59:00,02.10.2026 00:01:00,01.01.1900 00:00:00,"
    '-,02.10.2026 00:20:00,"(0, 0)"',
]


def table(*rows: str) -> str:
    """A file of these rows under the header; the three of `ROWS` unless told."""
    return "\n".join([HEADER, *(rows or ROWS)]) + "\n"

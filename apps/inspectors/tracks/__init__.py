"""Where units and people were: spans of devices, the positions within them, and the lines that a map draws of them."""

from apps.inspectors.tracks.exports import as_geojson, as_gpx
from apps.inspectors.tracks.fixes import fixes_of
from apps.inspectors.tracks.shape import GAP_S, Fixes, Leg, Stop, Track, legs_of, track_of
from apps.inspectors.tracks.spans import Span, on_duty_only, spans_of_inspector, spans_of_unit, spans_of_units
from apps.inspectors.tracks.steps import STEPS_S, Walk, step_for, walks_of

__all__ = [
    "GAP_S",
    "STEPS_S",
    "Fixes",
    "Leg",
    "Span",
    "Stop",
    "Track",
    "Walk",
    "as_geojson",
    "as_gpx",
    "fixes_of",
    "legs_of",
    "on_duty_only",
    "spans_of_inspector",
    "spans_of_unit",
    "spans_of_units",
    "step_for",
    "track_of",
    "walks_of",
]

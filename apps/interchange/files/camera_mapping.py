"""The mapping of a table of cameras: which column holds what, and what the other register's words mean.

`docs/cameras.md` documents every key. The same mapping reads a CSV file (as TOML) and the rows of
`POST cameras/bulk/` (as JSON). Nothing here knows a database.
"""

from collections.abc import Mapping as Dict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.interchange.files.formats import delimiter_of, encoding_of
from apps.interchange.files.mapping import (
    CHOICE_KEYS,
    Choice,
    LocationColumns,
    Missing,
    location_of,
    missing_of,
    optional_choice,
)
from apps.interchange.files.toml import MappingProblem, Reader, parsed, text_in
from apps.interchange.files.values import BadValue, Row, chosen, point_of, refuse_no_text, text_of

# Columns whose cells are taken as they stand.
PLAIN: Final = (
    "code", "name", "address", "make", "model", "owner", "analytics_name", "district", "node",
    "azimuth", "fov_deg", "range_m", "stream_url", "snapshot_url", "username", "password",
)  # fmt: skip
# Columns whose cells may be translated by `values`.
CHOSEN: Final = ("region", "kind", "direction")
KEYS: Final[Dict[str, tuple[str, ...]]] = {
    "file": ("delimiter", "encoding"),
    "missing": ("texts", "points"),
    "camera": PLAIN,
    "location": ("column", "order", "lon", "lat", "translate"),
    **dict.fromkeys(CHOSEN, CHOICE_KEYS),
}
# The portal's own words as columns, for who sends them.
OWN: Final[dict[str, Any]] = {
    "camera": {name: name for name in PLAIN},
    "location": {"lon": "lon", "lat": "lat"},
    **{name: {"column": name} for name in CHOSEN},
}


@dataclass(frozen=True, slots=True)
class CameraMapping:
    """Everything that an import knows of a table of cameras."""

    delimiter: str
    encoding: str
    missing: Missing
    plain: Dict[str, str]
    chosen: Dict[str, Choice]
    location: LocationColumns | None
    columns: frozenset[str]

    def given(self, row: Row) -> dict[str, Any]:
        """What the row says, by the names of a camera's fields; raises `BadValue`.

        A cell that means "not known" is left out, and what it stands for stays as it was.
        """
        refuse_no_text(row, self.columns)
        found: dict[str, Any] = {}
        for name, column in self.plain.items():
            if (value := text_of(row, column, self.missing)) is not None:
                found[name] = value
        for name, choice in self.chosen.items():
            if (value := self._chosen(row, name, choice)) is not None:
                found[name] = value
        pair = point_of(row, self.location, self.missing)
        if pair is not None:
            found["lon"], found["lat"] = pair
        return found

    def _chosen(self, row: Row, name: str, choice: Choice) -> str | None:
        value = text_of(row, choice.column, self.missing)
        if value is None and choice.default is None:
            return None
        if name == "direction" and value is not None and value not in choice.values:
            # A direction is read by its own rule; `values` is for the words that this does not know.
            return value
        return chosen(row, choice, self.missing)


def camera_mapping_of(raw: Dict[str, Any]) -> CameraMapping:
    """The mapping of parsed TOML or JSON; raises `MappingProblem` with every problem found."""
    reader = Reader(raw, KEYS)
    camera, file = reader.section("camera"), reader.section("file")
    plain = {name: column for name in PLAIN if (column := camera.column(name, needed=name == "code"))}
    choices = {name: choice for name in CHOSEN if (choice := optional_choice(reader, name))}
    location = location_of(reader)
    if location is None:
        camera.tell(_("[location] needs column, or lon and lat."))
    mapping = CameraMapping(
        delimiter=delimiter_of(file),
        encoding=encoding_of(file),
        missing=missing_of(reader.section("missing")),
        plain=plain,
        chosen=choices,
        location=location,
        columns=frozenset(reader.columns),
    )
    if reader.problems:
        raise MappingProblem(reader.problems)
    return mapping


def read_camera_mapping(path: Path) -> CameraMapping:
    """The mapping in a TOML file; raises `MappingProblem`, or `OSError` when it cannot be read."""
    return camera_mapping_of(parsed(text_in(path)))


__all__ = ["OWN", "BadValue", "CameraMapping", "camera_mapping_of", "read_camera_mapping"]

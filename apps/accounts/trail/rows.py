"""One line of the trail, as a page or a file shows it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A field's name, and its value before and after, as sentences show them; empty where there was none."""

    name: str
    before: str
    after: str


@dataclass(slots=True)
class Row:
    """Who did what to what, when and from where. `kind_label` and `object_type` are in the active language."""

    at: datetime
    kind: str
    kind_label: str
    who: str
    object_type: str = ""
    object_label: str = ""
    address: str = ""
    path: str = ""
    request_id: str = ""
    region: str = ""
    changes: list[Change] = field(default_factory=list)

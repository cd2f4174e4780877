"""A GeoJSON file of patrol areas as drafts, and every problem of it by the number of the feature. Pure.

A FeatureCollection in EPSG:4326 (RFC 7946), a Polygon or MultiPolygon each. Properties: `code`, `kind` (mahalla or
beat), `region` (ISO 3166-2), `name_uz`; and as they are known `district` (SOATO), `name_ru`, `name_en`, `inspector`
(badge), `unit` (call sign in the region), `active` (true unless told).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import shapely
from django.utils.translation import gettext as _

from apps.regions.boundaries import features_of, shape_of

NEEDED: Final = ("code", "kind", "region", "name_uz")
TEXTS: Final = (*NEEDED, "district", "name_ru", "name_en", "inspector", "unit")


@dataclass(frozen=True, slots=True)
class AreaDraft:
    """A feature that can be read; `texts` holds each of `TEXTS`, empty where nothing is told."""

    number: int
    texts: Mapping[str, str]
    is_active: bool
    shape: shapely.MultiPolygon


@dataclass(slots=True)
class AreaFile:
    """What a file holds; any problem forbids the import."""

    drafts: list[AreaDraft] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_areas(text: str | bytes) -> AreaFile:
    """Read a file and find all that can be found wrong without the database."""
    features, problems = features_of(text)
    file = AreaFile(problems=problems)
    first: dict[str, int] = {}
    for number, feature in enumerate(features or (), start=1):
        draft, wrong = _read(number, feature)
        file.problems += [problem_of(number, why) for why in wrong]
        if draft is None:
            continue
        earlier = first.setdefault(draft.texts["code"], number)
        if earlier == number:
            file.drafts.append(draft)
        else:
            file.problems.append(problem_of(number, _("the code of feature %(n)s again") % {"n": earlier}))
    return file


def problem_of(number: int, why: object) -> str:
    """A sentence that names the feature, counted from 1."""
    return _("Feature %(number)s: %(why)s") % {"number": number, "why": why}


def _read(number: int, feature: Any) -> tuple[AreaDraft | None, list[str]]:
    given = feature.get("properties") if isinstance(feature, Mapping) else None
    properties = given if isinstance(given, Mapping) else {}
    texts = {name: _text(properties.get(name)) for name in TEXTS}
    wrong = [_("“%(name)s” is missing") % {"name": name} for name in NEEDED if not texts[name]]
    wrong += [
        _("“%(name)s” holds a null character") % {"name": name} for name in TEXTS if "\0" in texts[name]
    ]
    is_active = properties.get("active", True)
    if not isinstance(is_active, bool):
        wrong.append(_("“active” is neither true nor false"))
    shape = shape_of(feature.get("geometry")) if isinstance(feature, Mapping) else None
    if shape is None:
        wrong.append(_("no polygon"))
    if shape is None or wrong:
        return None, wrong
    return AreaDraft(number, texts, is_active, shape), wrong


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()

"""Rows of tables as lines that somebody reads: names for keys, words for choices, before and after."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.contrib.gis.geos import GEOSGeometry, Point
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model, OuterRef, Subquery
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import ApiClient, AuditEntry, User
from apps.accounts.trail.named import is_named
from apps.accounts.trail.personal import is_masked
from apps.accounts.trail.rows import Change, Row
from apps.accounts.trail.sources import CHANGES, ENTRIES, event_models, name_of
from apps.accounts.trail.words import name_of_detail, value_of_detail
from apps.core.masking import masked

Found = tuple[str, Any]
LONGEST: Final = 300


def shown(found: Sequence[Found]) -> list[Row]:
    """The lines of these rows, in their order; a few queries for each kind of row, none for each row."""
    names = _Names(found)
    before = _before(found)
    return [
        _entry(row, names) if source == ENTRIES else _event(row, before.get((source, row.pk)), names)
        for source, row in found
    ]


def _entry(entry: AuditEntry, names: _Names) -> Row:
    details = [
        Change(name_of_detail(name), "", _plain(value_of_detail(name, value)))
        for name, value in entry.detail.items()
    ]
    return Row(
        at=entry.at,
        kind=entry.kind,
        kind_label=entry.get_kind_display(),
        who=str(entry.user or entry.client or entry.name or "–"),
        object_type=_type_name(entry.object_type),
        object_label=names.entry(entry),
        address=entry.address or "",
        path=entry.path,
        request_id=entry.request_id,
        region=entry.region.name if entry.region else "",
        changes=details,
    )


def _type_name(label: str) -> str:
    model = event_models().get(label)
    return name_of(model) if model else label


def _event(event: Any, previous: Any, names: _Names) -> Row:
    about = event.pgh_context.metadata if event.pgh_context_id and event.pgh_context else {}
    kind = str(event.pgh_label)
    return Row(
        at=event.pgh_created_at,
        kind=kind,
        kind_label=str(CHANGES.get(kind, kind)),
        who=names.actor(about),
        object_type=name_of(type(event)),
        object_label=_label(event, names),
        address=str(about.get("address") or ""),
        path=str(about.get("url") or about.get("command") or ""),
        request_id=str(about.get("request_id") or ""),
        changes=_changes(event, previous, kind, names),
    )


def _label(event: Any, names: _Names) -> str:
    """What the change is about; a row that only joins two others is called by both."""
    if hasattr(event, "pgh_obj_id"):
        return names.of(event.pgh_tracked_model, event.pgh_obj_id)
    return " · ".join(names.value(event, field) for field in _fields(type(event)))


def _changes(event: Any, previous: Any, kind: str, names: _Names) -> list[Change]:
    found: list[Change] = []
    if not hasattr(event, "pgh_obj_id"):
        return found
    for field in _fields(type(event)):
        now = names.value(event, field)
        then = names.value(previous, field) if previous is not None else ""
        before, after = (now, "") if kind == "delete" else (then, now)
        if before != after:
            found.append(_change(event, field, before, after))
    return found


def _change(event: Any, field: Field[Any, Any], before: str, after: str) -> Change:
    if is_masked(event.pgh_tracked_model._meta.label_lower, field.name):
        before, after = masked(before), masked(after)
    return Change(str(field.verbose_name), before, after)


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of what is tracked, without the number of the row."""
    own = [field for field in model._meta.concrete_fields if not field.name.startswith("pgh_")]
    return [field for field in own if field.name != "id"]


def _before(found: Sequence[Found]) -> dict[Found, Any]:
    """For each change the event before it, by (table, key): two queries for each table."""
    changed = defaultdict(list)
    for source, row in found:
        if source != ENTRIES and row.pgh_label == "update" and hasattr(row, "pgh_obj_id"):
            changed[source].append(row.pk)
    before: dict[Found, Any] = {}
    for source, keys in changed.items():
        model = event_models()[source]
        earlier = model._default_manager.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
        pairs = model._default_manager.filter(pk__in=keys).values_list(
            "pk", Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1])
        )
        known = dict(pairs)
        rows = model._default_manager.in_bulk([key for key in known.values() if key])
        before |= {
            (source, key): rows[earlier_key] for key, earlier_key in known.items() if earlier_key in rows
        }
    return before


def _named(entry: AuditEntry) -> tuple[type[Model], Any] | None:
    """The row that an entry is about, where its kind is called by name."""
    if not is_named(entry.object_type):
        return None
    model = apps.get_model(entry.object_type)
    try:
        return model, model._meta.pk.to_python(entry.object_id)
    except ValidationError:
        return None


class _Names:
    """The names of all that the rows refer to, read once for each kind of row."""

    def __init__(self, found: Iterable[Found]) -> None:
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for source, row in found:
            if source != ENTRIES:
                self._collect(row, wanted)
            elif (named := _named(row)) is not None:
                wanted[named[0]].add(named[1])
        self._known = {model: model._base_manager.in_bulk(list(keys)) for model, keys in wanted.items()}

    @staticmethod
    def _collect(event: Any, wanted: dict[type[Model], set[Any]]) -> None:
        about = event.pgh_context.metadata if event.pgh_context_id and event.pgh_context else {}
        for model, key in ((User, about.get("user")), (ApiClient, about.get("client"))):
            if key is not None:
                wanted[model].add(key)
        if (own := getattr(event, "pgh_obj_id", None)) is not None:
            wanted[event.pgh_tracked_model].add(own)
        for field in _fields(type(event)):
            if isinstance(field, ForeignKey) and getattr(event, field.attname) is not None:
                wanted[field.related_model].add(getattr(event, field.attname))

    def entry(self, entry: AuditEntry) -> str:
        """What an entry is about."""
        named = _named(entry)
        return entry.object_id if named is None else self.of(*named)

    def of(self, model: type[Model], key: Any) -> str:
        """What a row is called, with its key; the key alone when it is gone."""
        if key is None:
            return ""
        row = self._known.get(model, {}).get(key)
        return f"{row} ({key})" if row is not None and str(row) != str(key) else str(key)

    def actor(self, about: Mapping[str, Any]) -> str:
        """Who is named by a change's context; a command or the portal itself otherwise."""
        for model, key in ((User, about.get("user")), (ApiClient, about.get("client"))):
            if key is not None:
                return str(self._known.get(model, {}).get(key, key))
        return _("the portal itself")

    def value(self, event: Any, field: Field[Any, Any]) -> str:
        """A column of an event, as a person reads it."""
        value = getattr(event, field.attname)
        if isinstance(field, ForeignKey):
            return self.of(field.related_model, value)
        if field.flatchoices and value is not None:
            return str(dict(field.flatchoices).get(value, value))
        return _plain(value)


def _plain(value: Any) -> str:
    text = _worded(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _worded(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return str(formats.date_format(timezone.localtime(value), "DATETIME_FORMAT"))
    if isinstance(value, Point):
        return f"{value.x:.6f}, {value.y:.6f}"
    if isinstance(value, GEOSGeometry):
        return ngettext("a shape of %(n)s point", "a shape of %(n)s points", value.num_coords) % {
            "n": value.num_coords
        }
    if isinstance(value, list | tuple):
        return ", ".join(_worded(item) for item in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)

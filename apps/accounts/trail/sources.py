"""Where the trail's rows stand: one table of entries, and a table of events for each tracked model."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Func, JSONField, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

from apps.accounts.models import ApiClient, AuditEntry, AuditKind, User
from apps.regions.scope import Scope

ENTRIES: Final = "entries"
CHANGES: Final = {"insert": _("created"), "update": _("changed"), "delete": _("deleted")}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; empty means everything. `what` is a model's label (`accounts.user`)."""

    who: str = ""
    what: str = ""
    kind: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one table, newest first by (`time`, `key`)."""

    name: str
    rows: QuerySet[Any]
    time: str
    key: str


@cache
def event_models() -> dict[str, type[Model]]:
    """The tables of events by the label of what they track."""
    found = {}
    for model in apps.get_models():
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is not None and issubclass(model, Event) and model._meta.managed:
            found[tracked._meta.label_lower] = model
    return dict(sorted(found.items()))


def tracked_types() -> list[tuple[str, str]]:
    """Label and name of each tracked model, in the active language."""
    named = [(label, name_of(model)) for label, model in event_models().items()]
    return sorted(named, key=lambda pair: pair[1].casefold())


def sources(wanted: Filter, scope: Scope) -> list[Source]:
    """The tables that can hold what is asked for, in the order of their names."""
    people = _People(wanted.who, scope)
    found = []
    if wanted.kind not in CHANGES:
        found.append(Source(ENTRIES, _entries(wanted, people), "at", "pk"))
    if not wanted.kind or wanted.kind in CHANGES:
        found += [
            Source(label, _events(model, wanted, people), "pgh_created_at", "pgh_id")
            for label, model in event_models().items()
            if wanted.what in {"", label}
        ]
    return sorted(found, key=lambda source: source.name)


def _keys(people: QuerySet[Any]) -> QuerySet[Any]:
    return people.order_by().values("pk")


def _keys_in_json(people: QuerySet[Any]) -> QuerySet[Any]:
    """The keys as a context holds them, to be found by its index."""
    keys = Func("pk", function="to_jsonb", output_field=JSONField())
    found: QuerySet[Any] = people.order_by().annotate(as_json=keys).values("as_json")
    return found


class _People:
    """The users and clients that a name means, within what the reader may see; asked by the database, not listed."""

    def __init__(self, name: str, scope: Scope) -> None:
        self.name = name
        self.scope = scope
        users, clients = User.objects.all(), ApiClient.objects.all()
        if not scope.is_national:
            users, clients = users.filter(regions__in=scope.codes), clients.filter(regions__in=scope.codes)
        if name:
            users = users.filter(Q(username__icontains=name) | Q(full_name__icontains=name))
            clients = clients.filter(name__icontains=name)
        self.is_everybody = scope.is_national and not name
        self.users, self.clients = users, clients

    def entries(self) -> Q:
        """Entries of theirs; a name as a stranger gave it counts when the reader sees the whole nation."""
        if self.is_everybody:
            return Q()
        theirs = Q(user__in=_keys(self.users)) | Q(client__in=_keys(self.clients))
        return theirs | Q(name__icontains=self.name) if self.name and self.scope.is_national else theirs

    def events(self) -> Q:
        """Changes of theirs."""
        if self.is_everybody:
            return Q()
        return Q(pgh_context__metadata__user__in=_keys_in_json(self.users)) | Q(
            pgh_context__metadata__client__in=_keys_in_json(self.clients)
        )


def _entries(wanted: Filter, people: _People) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.select_related("user", "client", "region").filter(people.entries())
    if wanted.kind in AuditKind.values:
        rows = rows.filter(kind=wanted.kind)
    if wanted.what:
        rows = rows.filter(object_type=wanted.what)
    if wanted.object_id:
        rows = rows.filter(object_id=wanted.object_id)
    return _within(rows, "at", wanted)


def _events(model: type[Model], wanted: Filter, people: _People) -> QuerySet[Any]:
    rows = model._default_manager.select_related("pgh_context").filter(people.events())
    if wanted.kind:
        rows = rows.filter(pgh_label=wanted.kind)
    if wanted.object_id:
        rows = _of_object(rows, wanted.object_id)
    return _within(rows, "pgh_created_at", wanted)


def _of_object(rows: QuerySet[Any], object_id: str) -> QuerySet[Any]:
    if not any(field.name == "pgh_obj" for field in rows.model._meta.concrete_fields):
        return rows.none()
    try:
        key = rows.model._meta.get_field("pgh_obj").target_field.to_python(object_id)
    except (ValueError, ValidationError):
        return rows.none()
    return rows.filter(pgh_obj=key)


def _within(rows: QuerySet[Any], column: str, wanted: Filter) -> QuerySet[Any]:
    if wanted.since is not None:
        rows = rows.filter(**{f"{column}__gte": wanted.since})
    if wanted.until is not None:
        rows = rows.filter(**{f"{column}__lt": wanted.until})
    return rows


def name_of(model: type[Model]) -> str:
    """What a table of events tells of, in the active language.

    Django names the table between two models once, when it starts: such a table is called by its field.
    """
    tracked: type[Model] = model.pgh_tracked_model  # type: ignore[attr-defined]
    owner: Any = tracked._meta.auto_created  # the stubs know of no model here
    if not owner:
        return str(tracked._meta.verbose_name)
    between = {field.remote_field.through: field for field in owner._meta.many_to_many}
    return f"{owner._meta.verbose_name}: {between[tracked].verbose_name}"

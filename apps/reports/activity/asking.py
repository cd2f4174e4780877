"""What somebody asks of the field: a period, and what narrows it, read from an address."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.core.errors import InvalidInput, NotFound
from apps.inspectors.models import Inspector, Unit
from apps.regions.models import District
from apps.regions.scope import Scope
from apps.reports.activity.figures import KEYS, Asked
from apps.reports.questions import period_of, regions_of

Values = Mapping[str, Sequence[str]]
# The word for the district that is not known.
NO_DISTRICT: Final = "none"
# PostgreSQL's bigint.
LARGEST: Final = 2**63 - 1


def _words(values: Values, name: str) -> list[str]:
    found = (word.strip() for text in values.get(name, ()) for word in str(text).split(","))
    return sorted({word for word in found if word})


def _ids(values: Values, name: str, rows: Any) -> tuple[int, ...]:
    words = _words(values, name)
    if not all(word.isascii() and word.isdigit() and int(word) <= LARGEST for word in words):
        raise InvalidInput(fields={name: [_("This word is not known here.")]})
    wanted = {int(word) for word in words}
    if wanted and rows.filter(pk__in=wanted).count() != len(wanted):
        raise NotFound
    return tuple(sorted(wanted))


def _districts(values: Values, scope: Scope) -> tuple[str, ...]:
    words = _words(values, "district")
    known = District.objects.all() if scope.is_national else District.objects.filter(region__in=scope.codes)
    # Compared here: the database takes not every text (a NUL) even to look for it.
    if words and not set(words) - {NO_DISTRICT} <= set(known.values_list("pk", flat=True)):
        raise NotFound
    return tuple("" if word == NO_DISTRICT else word for word in words)


def asked_of_field(values: Values, *, scope: Scope, today: date) -> tuple[Asked, str]:
    """The question and the name of its period, if it has one; raises `InvalidInput` with the fields, and `NotFound`."""
    period, named = period_of(values, today)
    regions = regions_of(values, scope)
    asked = Asked(
        period=period,
        scope=scope.narrowed_to(frozenset(regions)) if regions else scope,
        districts=_districts(values, scope),
        units=_ids(values, "unit", Unit.objects.in_scope(scope)),
        inspectors=_ids(values, "inspector", Inspector.objects.in_scope(scope)),
    )
    return asked, named


def groupings_of(values: Values) -> list[str]:
    """What to group by, in the order given; raises `InvalidInput`."""
    given = ",".join(values.get("group_by", ()))
    words = list(dict.fromkeys(word.strip() for word in given.split(",") if word.strip()))
    if not set(words) <= KEYS.keys():
        told = _("Group by some of these: %(words)s.") % {"words": ", ".join(KEYS)}
        raise InvalidInput(fields={"group_by": [told]})
    return words

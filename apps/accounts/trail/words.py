"""What entries keep beside who and what: names and values of their details, as a person reads them."""

from datetime import datetime
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

NAMES: Final = {
    "picture": _("picture"),
    "from": _("from"),
    "until": _("until"),
    "rows": _("rows"),
    "fields": _("fields"),
    "format": _("format"),
    "status": _("answer"),
    "method": _("method"),
}
VALUES: Final = {("picture", "snapshot"): _("snapshots"), ("picture", "stream"): _("live video")}
MOMENTS: Final = frozenset({"from", "until"})


def name_of_detail(name: str) -> str:
    """The name in the active language; as it is kept where there is no word for it."""
    return str(NAMES.get(name, name))


def value_of_detail(name: str, value: Any) -> Any:
    """The value: a word for a code, a moment for its text."""
    if isinstance(value, str) and (word := VALUES.get((name, value))) is not None:
        return str(word)
    return _moment(value) or value if name in MOMENTS else value


def _moment(value: Any) -> datetime | None:
    try:
        return parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None

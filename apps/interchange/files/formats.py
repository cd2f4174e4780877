"""How a mapping says that its file is written: delimiter, encoding, time format, zone. Each is tried before use. Pure."""

import csv
import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from apps.interchange.files.toml import Table

ISO: Final = "iso"
_SAMPLE: Final = 'id,"7";\r\n'


def delimiter_of(table: Table) -> str:
    """One character between cells; a comma unless told."""
    value = table.text("delimiter", ",")
    try:
        csv.reader([], delimiter=value)
    except (TypeError, ValueError):
        is_good = False
    else:
        is_good = value not in set('"\r\n\0')
    if not is_good:
        table.tell(_("%(key)s must be one character.") % {"key": "file.delimiter"})
    return value if is_good else ","


def encoding_of(table: Table) -> str:
    """The name of an encoding that can hold a table; UTF-8 unless told."""
    value = table.text("encoding", "utf-8-sig")
    try:
        if _SAMPLE.encode(value).decode(value) == _SAMPLE:
            return value
    except (LookupError, ValueError, TypeError):
        pass
    table.tell(_("file.encoding “%(encoding)s” is no encoding of texts.") % {"encoding": value})
    return "utf-8-sig"


def time_format_of(table: Table) -> str:
    """`iso`, or a format of `strptime`."""
    value = table.text("format", ISO)
    if value != ISO and not _is_format(value):
        table.tell(_("time.format “%(format)s” is no format of times.") % {"format": value})
    return value


def _is_format(value: str) -> bool:
    try:
        datetime.strptime("", value)  # noqa: DTZ007 - only whether it can be read
    except re.error:  # a part named twice
        return False
    except ValueError as error:
        return "does not match" in str(error)
    return False  # it reads nothing out of a cell


def zone_of(table: Table) -> ZoneInfo:
    """The zone of times that name none; Tashkent's unless told."""
    name = table.text("zone", "Asia/Tashkent")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.tell(_("time.zone “%(zone)s” is no time zone.") % {"zone": name})
        return ZoneInfo("UTC")

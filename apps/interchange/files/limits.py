"""How long the texts of a table may be, and the years it may tell of."""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Model

from apps.incidents.models import Incident
from apps.inspectors.models import Unit


def _limit(model: type[Model], name: str) -> int:
    return int(getattr(model._meta.get_field(name), "max_length", None) or 0)


# Texts for people are cut to these.
TITLE_LIMIT: Final = _limit(Incident, "title")
ADDRESS_LIMIT: Final = _limit(Incident, "address")
DESCRIPTION_LIMIT: Final = 5000
# What names a thing is never cut, or two things would become one.
SOURCE_LIMIT: Final = _limit(Incident, "source")
CALL_SIGN_LIMIT: Final = _limit(Unit, "call_sign")
# A replay puts its own run before the reference, and both must fit.
EXTERNAL_ID_LIMIT: Final = _limit(Incident, "source_ref") - 20

# A number holds two digits of its year.
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
BEYOND: Final = datetime(2099, 12, 31, tzinfo=UTC)
# Two systems' clocks differ.
AHEAD: Final = timedelta(minutes=5)

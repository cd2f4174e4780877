"""Bodies that are one object or a list of them: what is wrong is said of each row, by its place."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError

from apps.core.errors import DomainError, InvalidInput

ROWS: Final = 1000
Wrong = Mapping[int, tuple[str, Mapping[str, Any]]]


class TooMany(DomainError):
    code = "too_many"
    status = 413
    message = _("At most 1,000 rows can be sent at once.")


class RowsRefused(DomainError):
    """Rows of a list that cannot be taken: `fields.rejected` is `[{"index", "code", "fields"}]`, and none is stored.

    The code is that of the rows where they share one.
    """

    message = _("Some rows cannot be taken. Nothing was stored.")

    def __init__(self, wrong: Wrong) -> None:
        codes = {code for code, _fields in wrong.values()}
        self.code = codes.pop() if len(codes) == 1 else "invalid"  # type: ignore[misc]
        rejected = [
            {"index": n, "code": code, "fields": fields} for n, (code, fields) in sorted(wrong.items())
        ]
        super().__init__(fields={"rejected": rejected})


class RowRefused(DomainError):
    """The same of an object that came alone: `fields` says what is wrong with it."""

    message = InvalidInput.message

    def __init__(self, code: str, fields: Mapping[str, Any]) -> None:
        self.code = code  # type: ignore[misc]
        super().__init__(fields=fields)


def rows_of(data: Any) -> Sequence[Any]:
    """The rows of a body: a list's, or the one object; raises `TooMany`."""
    if not isinstance(data, list):
        return [data]
    if len(data) > ROWS:
        raise TooMany
    return data


def refuse(wrong: Wrong, *, is_list: bool) -> None:
    """Raise what says that these rows are wrong, if any is."""
    if not wrong:
        return
    if is_list:
        raise RowsRefused(wrong)
    raise RowRefused(*wrong[0])


def wrong_fields(error: ValidationError) -> dict[str, Any]:
    """What is wrong with a row, by its fields; what is no object at all has none."""
    detail = error.detail
    return detail if isinstance(detail, dict) else {"non_field_errors": detail}

"""What could not be done: the base of every error that an edge shows to a user."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal with a machine word, an HTTP status and a sentence in the user's language.

    Subclasses set `code`, `status` and `message`; `message` may hold %(name)s places that `values` fill.
    `fields` names what is wrong per input field: `{"location": ["…"]}`.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    message: ClassVar[str | Promise] = _("The request could not be carried out.")

    def __init__(
        self, *, fields: Mapping[str, object] | None = None, values: Mapping[str, object] | None = None
    ) -> None:
        self.fields = dict(fields or {})
        self.values = dict(values or {})
        super().__init__(self.code)

    @property
    def detail(self) -> str:
        """The sentence for the user, in the active language."""
        return str(self.message) % self.values if self.values else str(self.message)

    def __str__(self) -> str:
        return self.detail


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody asked for: the row of `model` whose `field` has this value."""

    model: type
    field: str
    value: object


class NotFound(DomainError):
    """A row is missing, or out of scope: both answer with the same bytes.

    `sought` tells the audit trail, and nobody else, what was asked for.
    """

    code = "not_found"
    status = 404
    message = _("Not found.")

    def __init__(self, sought: Sought | None = None) -> None:
        self.sought = sought
        super().__init__()


class InvalidInput(DomainError):
    """Something in the request is wrong; `fields` says what."""

    code = "invalid"
    status = 400
    message = _("Some fields are not right.")


class BodyTooLarge(DomainError):
    """More bytes than this address takes."""

    code = "body_too_large"
    status = 413
    message = _("The request is too large.")


class Conflict(DomainError):
    """A lost race, or a move that the present state does not allow."""

    code = "conflict"
    status = 409
    message = _("Somebody else was quicker.")


class KeyReused(Conflict):
    """The same `Idempotency-Key` came with another request."""

    code = "idempotency_key_reused"
    message = _("This Idempotency-Key was used for another request.")

"""Why a saved view or a display is refused."""

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError


class ViewNotValid(DomainError):
    """It is not the address of a view."""

    code = "view_not_valid"
    status = 400
    message = _("This is not the address of a view of the console.")


class MayNotShare(DomainError):
    """A view is shared by a supervisor, and with own regions alone."""

    code = "may_not_share"
    status = 403
    message = _("You may share views with your own regions only, as a supervisor.")


class TokenNotValid(DomainError):
    """Unknown, expired or revoked: a display learns no more."""

    code = "token_not_valid"
    status = 403
    message = _("This address no longer opens the display. Ask your administrator for a new one.")

"""What every template may use."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.pages import navigation
from apps.accounts.roles import Can

THEMES: Final = frozenset({"dark", "light", "contrast"})


def site(request: HttpRequest) -> dict[str, Any]:
    """`nav` for the header, `is_demo` for the ribbon, `theme` as chosen on this machine, who sees calls for help."""
    user = getattr(request, "user", None)
    chosen = request.COOKIES.get("safecity_theme", "")
    return {
        "is_demo": settings.SAFECITY_DEMO,
        "theme": chosen if chosen in THEMES else "",
        "may_see_sos": isinstance(user, User) and user.may(Can.READ_UNITS),
        "may_end_sos": isinstance(user, User) and user.may(Can.DISPATCH),
        "nav": navigation(user, request.path) if isinstance(user, User) else [],
    }


def environment(request: HttpRequest) -> list[str] | None:
    """The ribbon of the admin's pages: word and colour."""
    return [_("DEMO"), "warning"] if settings.SAFECITY_DEMO else None

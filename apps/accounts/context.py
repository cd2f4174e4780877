"""What every template may use."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.accounts.start import ADMIN, AUDIT, CONSOLE, ME, REPORTS, start_page

THEMES: Final = frozenset({"dark", "light", "contrast"})


def site(request: HttpRequest) -> dict[str, Any]:
    """`nav` for the header, `is_demo` for the ribbon, `theme` as chosen on this machine or empty."""
    chosen = request.COOKIES.get("safecity_theme", "")
    return {
        "is_demo": settings.SAFECITY_DEMO,
        "theme": chosen if chosen in THEMES else "",
        "nav": navigation(request),
    }


def environment(request: HttpRequest) -> list[str] | None:
    """The ribbon of the admin's pages: word and colour."""
    return [_("DEMO"), "warning"] if settings.SAFECITY_DEMO else None


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages that the user's role opens: `{"url", "label", "is_active"}`."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    return [
        {"url": url, "label": label, "is_active": _is_here(request.path, url)}
        for url, label in _pages_of(user)
    ]


def _pages_of(user: User) -> list[tuple[str, str]]:
    # The address of the console leads those who work elsewhere to their own start page.
    console = CONSOLE if start_page(user) == CONSOLE else "/console/"
    pages = [
        (console, _("Console"), user.may(Can.READ_LIVE) and user.may(Can.READ_INCIDENTS)),
        (REPORTS, _("Reports"), user.may(Can.READ_REPORTS)),
        (AUDIT, _("Audit"), user.reads_audit),
        (ADMIN, _("Admin"), user.administers),
        (ME, _("My account"), True),
    ]
    return [(url, label) for url, label, is_open in pages if is_open]


def _is_here(path: str, url: str) -> bool:
    return path == url if url == CONSOLE else path.startswith(url)

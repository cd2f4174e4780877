"""The page on which each role's day begins."""

from typing import Final

from apps.accounts.models import User
from apps.accounts.roles import Role

CONSOLE: Final = "/"
REPORTS: Final = "/reports/"
AUDIT: Final = "/audit/"
ADMIN: Final = "/admin/"
FIELD: Final = "/field/"
ME: Final = "/me/"

START_PAGES: Final[dict[str, str]] = {
    Role.OPERATOR: CONSOLE,
    Role.SUPERVISOR: CONSOLE,
    Role.DUTY_OFFICER: CONSOLE,
    Role.CHIEF: REPORTS,
    Role.AUDITOR: AUDIT,
    Role.ADMIN: ADMIN,
    Role.INSPECTOR: FIELD,
    Role.DISPLAY: ME,
}


def start_page(user: User) -> str:
    """The path of the user's first page after signing in."""
    return START_PAGES.get(user.role, ME)

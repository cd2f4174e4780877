"""The pages of the portal in the header: each room names its own, and each user sees those that the role opens."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User


class Group(Enum):
    """Pages that share one word of the header; its value is the word."""

    ALARMS = _("Alarms")
    CAMERAS = _("Cameras")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the header. `order`: its place from the left; pages of one group stand together."""

    url: str
    label: str | Promise
    order: int
    opens: Callable[[User], bool]
    group: Group | None = None


_pages: dict[str, Page] = {}


def register(page: Page) -> None:
    """Make a page known; called from `AppConfig.ready`. Raises `ValueError` when its address is taken."""
    if page.url in _pages:
        raise ValueError(f"the page {page.url} is registered twice")
    _pages[page.url] = page


def pages_of(user: User) -> list[Page]:
    """The pages that the user's role opens, from left to right."""
    return sorted((page for page in _pages.values() if page.opens(user)), key=lambda page: page.order)


def navigation(user: User, path: str) -> list[dict[str, Any]]:
    """`{"url", "label", "is_active", "items"}` from left to right; a group has `items` of the same shape and no `url`."""
    entries: list[dict[str, Any]] = []
    for group, run in groupby(pages_of(user), key=lambda page: page.group):
        items = [_entry(page, path) for page in run]
        if group is None or len(items) == 1:
            entries.extend(items)
        else:
            is_active = any(item["is_active"] for item in items)
            entries.append({"url": "", "label": group.value, "is_active": is_active, "items": items})
    return entries


def _entry(page: Page, path: str) -> dict[str, Any]:
    is_here = path == page.url if page.url == "/" else path.startswith(page.url)
    return {"url": page.url, "label": page.label, "is_active": is_here, "items": []}

"""The pages of this room's header: what cameras saw."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.pages import Group, Page, register
from apps.accounts.roles import Can


def show_pages() -> None:
    """Make the pages known to the header; called from `AppConfig.ready`."""
    for url, label, order, word in (
        ("/detections/", _("Detections"), 41, Can.READ_DETECTIONS),
        ("/plates/", _("Number plates"), 42, Can.READ_PLATES),
        ("/violations/", _("Violations"), 43, Can.DECIDE_VIOLATIONS),
    ):
        register(Page(url, label, order, lambda user, word=word: user.may(word), Group.CAMERAS))  # type: ignore[misc]

"""What video analytics call the things they see, in the user's words.

The common ones of Frigate's model (https://docs.frigate.video/configuration/objects/); any other label is shown as
it came.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: Final[dict[str, str | Promise]] = {
    "person": _("person"),
    "face": _("face"),
    "car": _("car"),
    "truck": _("lorry"),
    "bus": _("bus"),
    "motorcycle": _("motorcycle"),
    "bicycle": _("bicycle"),
    "license_plate": _("number plate"),
    "dog": _("dog"),
    "backpack": _("backpack"),
    "suitcase": _("suitcase"),
    "smoke": _("smoke"),
}


def label_name(label: str) -> str:
    """The word for a label in the active language, or the label itself."""
    return str(NAMES.get(label, label))

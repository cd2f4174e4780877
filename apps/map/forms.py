"""What the page of playback is asked for: a region, when it begins, how many hours, in the page's address."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.regions.models import Region

HOURS: Final = (1, 2, 6, 12, 24)


def _lengths() -> list[tuple[int, str]]:
    """In the reader's language: asked for with each form."""
    return [(n, ngettext("%(count)d hour", "%(count)d hours", n) % {"count": n}) for n in HOURS]


class PlaybackForm(forms.Form):
    """What is missing or no time at all is the last two hours of the reader's first region."""

    region = forms.ModelChoiceField(
        Region.objects.none(), to_field_name="code", empty_label=None, label=_("Region")
    )
    since = forms.DateTimeField(
        label=_("From"),
        widget=forms.DateTimeInput({"type": "datetime-local", "step": 60}, format="%Y-%m-%dT%H:%M"),
    )
    hours = forms.TypedChoiceField(choices=_lengths, coerce=int, label=_("Length"))

    def __init__(self, asked: Any, *, reader: User, at: datetime) -> None:
        regions = Region.objects.in_scope(reader.scope).bounded()
        begun = timezone.localtime(at - timedelta(hours=2)).replace(second=0, microsecond=0)
        first = regions.first()
        given = {
            "region": first.code if first else "",
            "since": begun.strftime("%Y-%m-%dT%H:%M"),
            "hours": "2",
        }
        super().__init__(given | {name: _written(asked[name]) for name in given if asked.get(name)})
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]


def _written(text: str) -> str:
    """A moment with a zone, as links hold it, the way the field of a browser takes it; anything else as it is."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return text
    return (
        text
        if moment is None or timezone.is_naive(moment)
        else timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
    )

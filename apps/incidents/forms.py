"""What the HTML edge is asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.incidents.handlers import people_for, person_item
from apps.incidents.models import Incident

QUEUE: Final = "queue"
Choice = tuple[str, str]


class LeavingForm(forms.Form):
    """Who goes on with the incidents of a handler who leaves: one person or the queue, and others for some."""

    def __init__(
        self, *args: Any, leaving: User, held: Sequence[Incident], at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        self.people: dict[str, User] = {}
        for_all = self._choices({incident.region_id for incident in held}, leaving, at)
        self.fields["to"] = self._field(_("All of them go to"), for_all)
        by_region = {
            code: self._choices({code}, leaving, at) for code in {incident.region_id for incident in held}
        }
        for incident in held:
            own = [("", gettext("with all the others")), *by_region[incident.region_id]]
            self.fields[_name(incident)] = self._field(incident.number, own, required=False)

    def rows(self) -> Iterable[tuple[Incident, forms.BoundField]]:
        """Each incident with the field for it."""
        return [(incident, self[_name(incident)]) for incident in self.held]

    def to(self) -> User | None:
        """Who gets all; None is the queue."""
        return self.people.get(self.cleaned_data["to"])

    def apart(self) -> Mapping[UUID, User | None]:
        """Who gets single ones."""
        chosen = {incident.pk: self.cleaned_data[_name(incident)] for incident in self.held}
        return {pk: self.people.get(key) for pk, key in chosen.items() if key}

    def _choices(self, regions: Iterable[str], leaving: User, at: datetime) -> list[Choice]:
        people = list(people_for(regions, at=at).exclude(pk=leaving.pk))
        self.people |= {str(person.pk): person for person in people}
        return [(QUEUE, gettext("the queue: they ring")), *[(str(one.pk), _told(one)) for one in people]]

    @staticmethod
    def _field(label: Any, choices: list[Choice], *, required: bool = True) -> forms.ChoiceField:
        select = forms.Select(attrs={"class": "input"})
        return forms.ChoiceField(label=label, choices=choices, widget=select, required=required)


def _name(incident: Incident) -> str:
    return f"to_{incident.pk}"


def _told(person: User) -> str:
    """A person in a list: name, role, how busy, and whether he or she is there."""
    item = person_item(person)
    count = item["open_incidents"]
    holds = ngettext("holds %(n)s", "holds %(n)s", count) % {"n": count}
    there = gettext("present") if item["is_present"] else gettext("not present")
    return f"{item['name']} · {item['role_name']} · {holds} · {there}"

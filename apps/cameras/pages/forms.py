"""What the pages are asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.cameras.actions import Wanted
from apps.cameras.api.naming import ids_of
from apps.cameras.decisions import Decision
from apps.cameras.models import Detection, Violation, ViolationKind, ViolationState, WatchEntry
from apps.cameras.plate_search import USUAL, Question
from apps.cameras.seen import SeenQuerySet
from apps.core.clock import TASHKENT
from apps.regions.models import Region

YEARS: Final = (datetime(2000, 1, 1, tzinfo=TASHKENT), datetime(2100, 1, 1, tzinfo=TASHKENT))
OPEN: Final = "open"


def moment(label: Any, **options: Any) -> forms.DateTimeField:
    """A local date and time, within the years that a portal can have known."""
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[1])],
        **options,
    )


class _Styled(forms.Form):
    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def full_clean(self) -> None:
        """What is wrong is marked for eyes and ears."""
        super().full_clean()
        for name in set(self.errors) & set(self.fields):
            self.fields[name].widget.attrs["aria-invalid"] = "true"

    def offer(self, name: str, empty: Any, options: Any) -> None:
        """The choices of a field, after the one of choosing nothing."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared as one
        field.choices = [("", empty), *options]

    def regions(self) -> list[tuple[str, str]]:
        """The regions of the reader, by code and name."""
        return [(region.code, region.name) for region in Region.objects.in_scope(self.reader.scope)]

    def given(self, name: str) -> Any:
        """A field that is right, else None."""
        return getattr(self, "cleaned_data", {}).get(name)

    def camera_id(self) -> int | None:
        """The camera of the code that was typed; one that is not there finds nothing."""
        code = (self.given("camera") or "").strip()
        return ids_of([code], self.reader.scope)[0] if code else None


class PlateSearchForm(_Styled):
    """A plate or a part of it, and why somebody wants to know."""

    plate = forms.CharField(
        label=_("Number plate"),
        max_length=24,
        required=False,
        help_text=_("? is one character, * any number."),
    )
    camera = forms.CharField(label=_("Code of the camera"), max_length=40, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    since = moment(_("From"))
    until = moment(_("To"))
    reason = forms.CharField(
        label=_("Reason"), max_length=250, help_text=_("Kept in the audit trail with your name.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("region", _("All of yours"), self.regions())
        self.fields["plate"].widget.attrs |= {"autocomplete": "off", "placeholder": "01 A 777 BC"}
        self.fields["reason"].widget.attrs |= {"autocomplete": "off"}

    def question(self, *, at: datetime) -> Question:
        """The checked form as a question; seven days to now, where no time is given."""
        end = self.given("until") or at
        return Question(
            reason=self.cleaned_data["reason"],
            plate=self.cleaned_data["plate"],
            camera_id=self.camera_id(),
            region=self.cleaned_data["region"],
            start=self.given("since") or end - USUAL,
            end=end,
        )


class WatchForm(_Styled):
    """A plate or pattern that shall be looked for."""

    plate = forms.CharField(label=_("Number plate or pattern"), max_length=24)
    reason = forms.CharField(label=_("Reason"), max_length=250)
    priority = forms.TypedChoiceField(label=_("Priority"), coerce=int, initial=2)
    region = forms.ChoiceField(label=_("Region"), required=False)
    valid_until = moment(_("Valid until"), help_text=_("Empty: until somebody takes it off."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The search beside it has fields of the same names.
        super().__init__(*args, auto_id="watch_%s", **kwargs)
        self.fields["priority"].choices = WatchEntry._meta.get_field("priority").choices  # type: ignore[attr-defined]
        nation = [("", _("the whole nation"))] if self.reader.scope.is_national else []
        self.fields["region"].choices = [*nation, *self.regions()]  # type: ignore[attr-defined]
        self.fields["plate"].widget.attrs |= {"autocomplete": "off", "placeholder": "01?777*"}

    def wanted(self) -> Wanted:
        """The checked form as the action takes it."""
        told = self.cleaned_data
        return Wanted(
            plate=told["plate"],
            reason=told["reason"],
            priority=told["priority"],
            region=told["region"] or None,
            valid_until=told["valid_until"],
        )


class RegisterForm(_Styled):
    """Filters of the register of violations."""

    state = forms.ChoiceField(label=_("Decision"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    camera = forms.CharField(label=_("Code of the camera"), max_length=40, required=False)
    since = moment(_("From"))
    until = moment(_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", _("Everything"), [(OPEN, _("to be decided, all")), *ViolationState.choices])
        self.offer("kind", _("Everything"), [(kind.code, kind.name) for kind in ViolationKind.objects.all()])
        self.offer("region", _("All of yours"), self.regions())
        self.fields["camera"].widget.attrs["size"] = 10

    def narrowed(self) -> SeenQuerySet[Violation]:
        """The violations that are asked for, the newest first; a filter that is not right is left out."""
        rows = Violation.objects.open() if self.given("state") == OPEN else Violation.objects.all()
        state = self.given("state")
        wanted = {
            "state": state if state != OPEN else None,
            "kind": self.given("kind"),
            "region": self.given("region"),
            "camera": self.camera_id(),
            "at__gte": self.given("since"),
            "at__lt": self.given("until"),
        }
        narrowed = rows.filter(**{name: value for name, value in wanted.items() if value not in {None, ""}})
        return narrowed.in_scope(self.reader.scope).order_by("-at", "-id")


class DetectionsForm(_Styled):
    """Filters of the list of detections."""

    label = forms.CharField(label=_("Label"), max_length=60, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    camera = forms.CharField(label=_("Code of the camera"), max_length=40, required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    since = moment(_("From"))
    until = moment(_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("region", _("All of yours"), self.regions())
        self.offer("state", _("Everything"), [(OPEN, _("still seen")), ("ended", _("seen no more"))])
        for name in ("label", "camera"):
            self.fields[name].widget.attrs["size"] = 10

    def narrowed(self) -> SeenQuerySet[Detection]:
        """The detections that are asked for, the newest first."""
        state = self.given("state")
        wanted: Mapping[str, Any] = {
            "label": self.given("label"),
            "region": self.given("region"),
            "camera": self.camera_id(),
            "ended_at__isnull": None if not state else state == OPEN,
            "began_at__gte": self.given("since"),
            "began_at__lt": self.given("until"),
        }
        rows = Detection.objects.filter(
            **{name: value for name, value in wanted.items() if value not in {None, ""}}
        )
        return rows.in_scope(self.reader.scope).with_camera()


class DecisionForm(_Styled):
    """What a person decides, and why."""

    decision = forms.ChoiceField(choices=[(one.value, one.value) for one in Decision])
    reason = forms.CharField(label=_("Reason"), max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

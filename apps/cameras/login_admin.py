"""A camera's login in its form for admins: written, replaced, taken away, and never shown."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from apps.accounts.models import User
from apps.cameras.actions import forget_login, keep_login
from apps.cameras.models import Camera, CameraCredential

LONGEST: Final = 200
FIELDS: Final = ("login_username", "login_password", "login_is_forgotten")
# Browsers offer neither what they keep for the portal itself nor to keep this.
UNOFFERED: Final = {"autocomplete": "new-password", "spellcheck": "false"}


class HiddenInput(UnfoldAdminTextInputWidget):
    """A password: its dots are never filled in by the server, not even after a mistake in the form."""

    input_type = "password"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        return context


class CameraForm(forms.ModelForm):
    """The camera's own fields, and a login that is only ever written."""

    login_username = forms.CharField(
        label=_("new user name"),
        required=False,
        max_length=LONGEST,
        widget=UnfoldAdminTextInputWidget(attrs=UNOFFERED),
    )
    login_password = forms.CharField(
        label=_("new password"),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=HiddenInput(attrs=UNOFFERED),
        help_text=_("Kept sealed and never shown again. Leave both empty to keep the login as it is."),
    )
    login_is_forgotten = forms.BooleanField(
        label=_("forget the login"), required=False, widget=UnfoldBooleanSwitchWidget()
    )

    def clean(self) -> dict[str, Any]:
        """A name and a password come together, or the login goes."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        named, has_password = bool(given.get("login_username")), bool(given.get("login_password"))
        if named != has_password and not {"login_username", "login_password"} & self.errors.keys():
            missing = "login_password" if named else "login_username"
            self.add_error(missing, gettext("Give the user name and the password together."))
        elif given.get("login_is_forgotten") and named:
            self.add_error("login_is_forgotten", gettext("Give a new login, or forget it: not both."))
        return given

    def keep_login(self, camera: Camera, *, by: User, at: datetime) -> None:
        """What the form says of the login, once the camera is stored."""
        given = self.cleaned_data
        if given["login_is_forgotten"]:
            forget_login(camera_id=camera.pk, by=by, at=at)
        elif given["login_username"]:
            keep_login(
                camera_id=camera.pk,
                username=given["login_username"],
                password=given["login_password"],
                by=by,
                at=at,
            )


def has_login(camera: Camera) -> bool:
    """Is one kept?"""
    return camera.pk is not None and CameraCredential.objects.filter(camera=camera.pk).exists()


def login_state(camera: Camera) -> str:
    """Whether a login is kept, and since when; nothing of what it is."""
    row = CameraCredential.objects.filter(camera=camera.pk).only("changed_at").first()
    if row is None:
        return gettext("none")
    since = formats.date_format(timezone.localtime(row.changed_at), "DATETIME_FORMAT")
    return gettext("kept since %(since)s") % {"since": since}

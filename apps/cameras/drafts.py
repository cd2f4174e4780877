"""What a register says of a camera, checked value by value before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from yarl import URL

from apps.cameras.credentials import Credentials
from apps.cameras.directions import UnknownDirection, direction_of
from apps.cameras.models import Camera, CameraKind
from apps.core.errors import InvalidInput

# Texts that go into the camera as they are; what a register does not name stays as it was.
TEXTS: Final = ("name", "address", "make", "model", "owner", "analytics_name")
ADDRESSES: Final = ("stream_url", "snapshot_url")
NUMBERS: Final[Mapping[str, tuple[int, int]]] = {
    "azimuth": (0, 359),
    "fov_deg": (1, 360),
    "range_m": (1, 100_000),
}
# The country with some room; a point that fits only the other way round was written lat before lon.
LON: Final = (55.0, 74.5)
LAT: Final = (36.0, 46.5)


class DraftRefused(InvalidInput):
    """A camera of a register cannot be taken: `code` says why, `fields` where."""

    def __init__(self, field_name: str, message: Any = None) -> None:
        super().__init__(fields={field_name: [str(message or self.message)]})

    @property
    def detail(self) -> str:
        """The sentence with the name of the field before it, as it stands beside a row."""
        [(name, texts)] = self.fields.items()
        return f"{name}: {texts[0]}"  # type: ignore[index]


class ValueMissing(DraftRefused):
    code = "missing"
    message = _("This is needed.")


class ValueRefused(DraftRefused):
    code = "invalid"
    message = _("This value cannot be taken.")


class UnknownKind(DraftRefused):
    code = "unknown_kind"
    message = _("There is no such kind of camera.")


class NoDirection(DraftRefused):
    code = "unknown_direction"
    message = _("This is no direction.")


class Swapped(DraftRefused):
    code = "coordinates_swapped"
    message = _("The point lies in the country only when lon and lat change places.")


class OutsideCountry(DraftRefused):
    code = "outside_country"
    message = _("The point lies outside the country.")


class RegionUnknown(DraftRefused):
    code = "unknown_region"
    message = _("There is no such region, or it is not yours.")


class DistrictUnknown(DraftRefused):
    code = "unknown_district"
    message = _("There is no such district in this region.")


class Twice(DraftRefused):
    code = "twice"
    message = _("Another row has the same region and code.")


class Retired(DraftRefused):
    code = "retired"
    message = _("This camera is out of use; an admin can put it back.")


@dataclass(frozen=True, slots=True)
class CameraDraft:
    """A camera as a register has it. `values`: fields of `Camera` that it gives, by name; `region` None: by the point.

    `node` is the code of its switch, `login` what its addresses held before the host.
    """

    code: str
    lon: float
    lat: float
    values: dict[str, Any]
    region: str | None = None
    district: str | None = None
    node: str | None = None
    login: Credentials | None = field(default=None, repr=False)


def draft_of(given: Mapping[str, Any]) -> CameraDraft:
    """A draft from texts and numbers by the names of the fields, with `lon` and `lat` in degrees.

    A name and a password inside an address become the camera's login, which is kept apart and sealed. Raises
    `DraftRefused`.
    """
    values = {name: _cleaned(name, _text(given[name])) for name in TEXTS if name in given}
    lon, lat = _point(given)
    login = _login(given)
    for name in ADDRESSES:
        if name in given:
            values[name], inside = _address(name, _text(given[name]))
            login = login or inside
    values |= _kind(given) | _view(given)
    return CameraDraft(
        code=_cleaned("code", _text(given.get("code"))),
        lon=lon,
        lat=lat,
        values=values,
        region=_text(given.get("region")) or None,
        district=_text(given.get("district")) or None,
        node=_text(given.get("node")) or None,
        login=login,
    )


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _cleaned(name: str, value: str) -> str:
    """The value as the model's field takes it: its length, its characters, needed or not."""
    of_model: Any = Camera._meta.get_field(name)
    if not value and not of_model.blank:
        raise ValueMissing(name)
    try:
        return str(of_model.clean(value, None))
    except ValidationError as error:
        raise ValueRefused(name, error.messages[0]) from None


def _point(given: Mapping[str, Any]) -> tuple[float, float]:
    lon, lat = _number("lon", given.get("lon")), _number("lat", given.get("lat"))
    if _is_within(lon, LON) and _is_within(lat, LAT):
        return lon, lat
    if _is_within(lat, LON) and _is_within(lon, LAT):
        raise Swapped("lon")
    raise OutsideCountry("lon")


def _number(name: str, value: Any) -> float:
    if value is None or value == "":
        raise ValueMissing(name)
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueRefused(name) from None


def _is_within(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]


def _kind(given: Mapping[str, Any]) -> dict[str, Any]:
    if "kind" not in given:
        return {}
    if given["kind"] not in CameraKind.values:
        raise UnknownKind("kind")
    return {"kind": given["kind"]}


def _view(given: Mapping[str, Any]) -> dict[str, Any]:
    """Azimuth, angle and range; a direction in words gives the azimuth where no number does."""
    found: dict[str, Any] = {name: _whole(name, given[name]) for name in NUMBERS if name in given}
    if "direction" in given:
        text = found["direction"] = _cleaned("direction", _text(given["direction"]))
        try:
            azimuth = direction_of(text).azimuth
        except UnknownDirection:
            raise NoDirection("direction") from None
        if found.get("azimuth") is None:
            found["azimuth"] = azimuth
    return found


def _whole(name: str, value: Any) -> int | None:
    if value is None or value == "":
        return None
    number = _number(name, value)
    first, last = NUMBERS[name]
    # Full circles come as 360.
    number = 0.0 if name == "azimuth" and number == 360 else number
    if not first <= number <= last:
        raise ValueRefused(name)
    return round(number) % 360 if name == "azimuth" else round(number)


def _login(given: Mapping[str, Any]) -> Credentials | None:
    username, password = _text(given.get("username")), str(given.get("password") or "")
    return Credentials(username, password) if username or password else None


def _address(name: str, text: str) -> tuple[str, Credentials | None]:
    """The address without name and password, and these."""
    try:
        url = URL(text)
        inside = Credentials(url.user or "", url.password or "") if url.user or url.password else None
        bare = str(url.with_user(None)) if inside else text
    except (ValueError, TypeError):
        raise ValueRefused(name) from None
    return _cleaned(name, bare), inside

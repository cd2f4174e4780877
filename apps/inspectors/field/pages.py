"""The HTML edge of the tablet: the page, what installs it, and trackers that go beside it."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.clock import now
from apps.core.tiles import tiles
from apps.inspectors.crews import inspector_of, unit_of
from apps.inspectors.field.codes import drawn
from apps.inspectors.field.trackers import NAMES, Setup, app_of, new_phone, set_up
from apps.inspectors.models import Inspector, Unit

ENTRY: Final = "static/src/field.ts"
WORKER: Final = "static/src/field/sw.ts"
ICONS: Final = ((192, "any"), (512, "any"), (512, "maskable"))


def _officer(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if user.role != Role.INSPECTOR:
        raise PermissionDenied
    return user


@require_safe
@login_required
def field(request: HttpRequest) -> HttpResponse:
    """The tablet's page. It names nobody: a tablet keeps it for times without a connection."""
    _officer(request)
    answer = render(request, "inspectors/field.html", {"config": _config()})
    answer["Cache-Control"] = "no-cache"
    return answer


def _config() -> dict[str, Any]:
    return {
        "api": "/api/v1/",
        "live": "/ws/live/",
        "timezone": settings.TIME_ZONE,
        "worker": f"{reverse('field-worker')}?v={_version()}",
        "hasRouter": bool(settings.SAFECITY_OSRM_URL),
        "credits": _("Made with Natural Earth · GeoNames (CC BY 4.0)"),
        "tiles": tiles(),
    }


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What makes the page installable (W3C Web Application Manifest)."""
    return JsonResponse(
        {
            "id": "/field/",
            "name": _("SafeCity: tablet"),
            "short_name": "SafeCity",
            "start_url": reverse("field"),
            "scope": "/field/",
            "display": "standalone",
            "background_color": "#0a1120",
            "theme_color": "#0a1120",
            "icons": [
                {
                    "src": static(f"img/field-{size}{'-maskable' if purpose == 'maskable' else ''}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for size, purpose in ICONS
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, as Vite built it, from an address that covers the page."""
    file = settings.BASE_DIR / "static" / "dist" / _built()[WORKER]["file"]
    answer = HttpResponse(file.read_bytes(), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def shell(request: HttpRequest) -> JsonResponse:
    """The files that the worker keeps: the page's own, its map's, and nothing of anybody."""
    urls = [static(f"dist/{file}") for file in _files()]
    urls += [static("img/favicon.svg"), static("img/field-192.png")]
    return JsonResponse({"version": _version(), "urls": urls})


def _built() -> dict[str, Any]:
    path = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    return _read(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: str, _changed: int) -> dict[str, Any]:
    with open(path, encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def _files() -> list[str]:
    """The bundle of the page with all that it imports, at once or later."""
    built, wanted, seen = _built(), [ENTRY], set()
    files: dict[str, None] = {}
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        part = built[name]
        files.update(dict.fromkeys([part["file"], *part.get("css", []), *part.get("assets", [])]))
        wanted += [*part.get("imports", []), *part.get("dynamicImports", [])]
    return sorted(files)


def _version() -> str:
    """Another one with each build: then the worker keeps the files anew."""
    return sha256("\n".join([*_files(), _built()[WORKER]["file"]]).encode()).hexdigest()[:12]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def trackers(request: HttpRequest) -> HttpResponse:
    """Apps that send the position beside the page: each phone gets a device and a code of its own."""
    bearer = inspector_of(_officer(request))
    unit = unit_of(bearer)
    setup = _set_up(request, unit, bearer) if request.method == "POST" and unit is not None else None
    shown = {
        "setup": setup,
        "qr": drawn(setup.code) if setup else "",
        "apps": {app.value: name for app, name in NAMES.items()},
        "no_unit": unit is None,
    }
    answer = render(request, "inspectors/trackers.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


@transaction.atomic
def _set_up(request: HttpRequest, unit: Unit, bearer: Inspector | None) -> Setup:
    app = app_of(request.POST.get("app", ""))
    if app is None:
        raise BadRequest
    phone = new_phone(unit, bearer=bearer)
    return set_up(phone, app=app, portal=request.build_absolute_uri("/"), by=_officer(request), at=now())

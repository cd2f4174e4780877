"""A supervisor looks for a plate, and two persons decide on a violation, in place."""

import struct
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.cameras.actions import GivenRead, Sighting, record_detections, record_plates
from apps.cameras.models import Camera, Violation
from apps.core.clock import now
from tests.cameras.factories import WatchEntryFactory
from tests.e2e.conftest import make_user
from tests.e2e.test_pictures import SIZES, is_whole, keep
from tests.server import PortalServer


def png(width: int, height: int) -> bytes:
    """A picture of dusk, as a camera might send it (ISO/IEC 15948)."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(
        b"\0" + bytes((40 + y * 120 // height, 50 + y * 70 // height, 90)) * width for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def traffic(portal: PortalServer) -> None:
    """Vehicles that passed, one of them looked for, two of them against the rules; and what else cameras saw."""
    at = now()
    WatchEntryFactory(
        plate="01A777BC",
        reason="Stolen in Chilonzor on 20 November",
        region_id="UZ-TK",
        valid_from=at - timedelta(1),
    )
    WatchEntryFactory(
        plate="10?888*",
        reason="Series of burglaries",
        priority=2,
        region=None,
        valid_until=at + timedelta(days=9),
    )
    cameras = list(Camera.objects.order_by("code"))
    facts: dict[str, Any] = {"confidence": 0.97, "direction": "approaching"}
    passings = [
        ("01A777BC", 64, "", {"colour": "white", "make": "Chevrolet", "model": "Cobalt"}),
        ("60123ABC", 58, "red_light", {"colour": "black", "make": "Kia", "model": "K5"}),
        ("30B456CD", 107, "", {"colour": "grey"}),
    ]
    reads = [
        GivenRead(cameras[n].pk, at - timedelta(minutes=n), plate, speed_kmh=speed, limit_kmh=60,
                  violation=word, vehicle=vehicle, picture=png(960, 540), **facts)
        for n, (plate, speed, word, vehicle) in enumerate(passings)
    ]  # fmt: skip
    record_plates(reads=reads, by=None, at=at)
    seen = [
        Sighting(cameras[n % 5].pk, "frigate", str(n), label, at - timedelta(minutes=n), score=0.8, zones=("gate",),
                 ended_at=at if n % 3 else None)
        for n, label in enumerate(["person", "car", "dog", "person", "truck", "car"])
    ]  # fmt: skip
    record_detections(sightings=seen, by=None, at=at)


@pytest.mark.usefixtures("traffic")
def test_a_plate_is_searched_in_place_and_put_on_the_list(sign_in: Callable[..., Page]) -> None:
    make_user("supervisor", role=Role.SUPERVISOR)
    page = sign_in("supervisor", path="/plates/")
    page.get_by_label("Number plate", exact=True).fill("777")
    page.locator("#id_reason").fill("Theft on Chilonzor")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found .plate")).to_have_text("01A777BC")
    assert "777" not in page.url
    page.locator("#add summary").click()
    form = page.locator("#add form")
    form.get_by_label("Number plate or pattern").fill("60 123 abc")
    form.get_by_label("Reason").fill("Hit and run")
    form.get_by_role("button", name="Add").click()
    expect(page.locator(".notice--success")).to_contain_text("60123ABC is on the watch list.")
    expect(page.locator("#list tbody tr")).to_have_count(3)


@pytest.mark.usefixtures("traffic")
def test_two_persons_decide_and_the_way_leads_on(sign_in: Callable[..., Page]) -> None:
    for number, (words, more) in enumerate(
        [("confirmed by one", "Another person must decide too."), ("confirmed", "clearly visible")]
    ):
        page = sign_in(f"operator{number + 1}", path="/violations/")
        page.get_by_role("row").filter(has_text="30B456CD").get_by_role("link").click()
        page.locator("#id_reason").fill("clearly visible")
        page.get_by_role("button", name="It is a violation").click()
        card = page.locator("#decision")
        expect(card.locator(".tag")).to_contain_text(words)
        expect(card).to_contain_text(more)
        expect(page.get_by_role("button", name="It is a violation")).to_have_count(0)
    page.get_by_role("link", name="Next to be decided").click()
    expect(page.locator("h1")).to_contain_text("red light")


@pytest.mark.usefixtures("traffic")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}")
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_pages_of_traffic_fit_their_screen(
    sign_in: Callable[..., Page], theme: str, size: tuple[int, int]
) -> None:
    make_user("reader", role=Role.SUPERVISOR)
    page = sign_in("reader", path="/plates/")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.locator(".site-me summary").click()
    page.get_by_role("button", name=theme.capitalize()).click()
    opened = f"/violations/{Violation.objects.order_by('-at')[0].pk}/"
    for path in ("/plates/", "/violations/", opened, "/detections/"):
        page.goto(path)
        expect(page.locator("main")).to_be_visible()
        if path == opened:
            expect(page.locator(".geometry__map")).to_be_visible()
            wide = "() => document.querySelector('.proof__picture').naturalWidth === 960"
            page.wait_for_function(wide)
        if path == "/plates/":
            page.get_by_label("Number plate", exact=True).fill("777")
            page.locator("#id_reason").fill("Theft on Chilonzor")
            page.get_by_role("button", name="Search").click()
            expect(page.locator("#found .plate")).to_have_count(1)
        assert is_whole(page), path
        name = "violation" if path == opened else path.strip("/")
        keep(page, f"traffic-{name}-{theme}-{size[0]}")

"""Pictures of cameras in a real browser: snapshots with their age, a real HLS stream, the wall, what stands still."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.accounts.models import AuditEntry
from apps.cameras.models import Camera, CameraNetwork, Viewing
from tests.cameras.fake_camera import FakeCamera, camera_in_a_thread
from tests.e2e.conftest import TASHKENT
from tests.e2e.test_console import live, report, row
from tests.server import PortalServer
from tests.stream_gateway import StreamGateway, streaming

SignIn = Callable[..., Page]
SHOWN_MS = 30_000
# Are there bright points in the frame that is drawn now, and is it not all the same?
DRAWN = """video => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [32, 18];
    const context = canvas.getContext('2d');
    context.drawImage(video, 0, 0, 32, 18);
    const values = context.getImageData(0, 0, 32, 18).data.filter((_, i) => i % 4 < 3);
    return [Math.max(...values), Math.max(...values) - Math.min(...values)];
}"""


@pytest.fixture
def there(portal: PortalServer) -> Iterator[FakeCamera]:
    """A camera that answers; those of the portal have it as their address."""
    with camera_in_a_thread() as camera:
        CameraNetwork.objects.create(cidr="127.0.0.1/32")
        for one in Camera.objects.all():
            Camera.objects.filter(pk=one.pk).update(
                snapshot_url=f"{camera.url}/picture?{one.pk}", stream_url=f"rtsp://127.0.0.1/{one.pk}"
            )
        yield camera


@pytest.fixture
def gateway(portal: PortalServer, tmp_path: Path, settings: Any) -> Iterator[StreamGateway]:
    with streaming(tmp_path, portal.url) as found:
        settings.SAFECITY_STREAM_URL = found.template
        yield found


def cameras() -> list[Camera]:
    return list(Camera.objects.order_by("code"))


def pictures(page: Page) -> Locator:
    return page.locator(".picture")


def test_a_camera_panel_shows_a_picture_with_its_age_and_says_that_there_is_no_live_video(
    sign_in: SignIn, there: FakeCamera
):
    camera = cameras()[0]
    page = sign_in("operator1", path=f"/?sel=camera:{camera.pk}")
    picture = page.locator("#panel .picture")
    expect(picture).to_have_attribute("data-look", "snapshot", timeout=SHOWN_MS)
    expect(picture.locator("[data-slot=label]")).to_contain_text("ago")
    expect(picture.locator("img")).to_be_visible()
    expect(page.locator("#panel")).to_contain_text("No stream gateway is set up")
    assert Viewing.objects.get().camera == camera
    assert AuditEntry.objects.filter(kind="viewing").count() == 1


def test_a_camera_panel_tells_the_last_outages(sign_in: SignIn, there: FakeCamera):
    camera = cameras()[0]
    page = sign_in("operator1")
    over = {"cause": "timeout", "began_at": "2026-10-01T08:00:00Z", "ended_at": "2026-10-01T08:25:00Z"}
    open_one = {"cause": "node", "began_at": "2026-10-02T08:00:00Z", "ended_at": None}
    answer = {"count": 2, "next": None, "previous": None, "results": [open_one, over]}
    page.route("**/outages/*", lambda route: route.fulfill(json=answer))
    page.goto(f"/?sel=camera:{camera.pk}")
    panel = page.locator("#panel")
    expect(panel).to_contain_text("for 25 min · no answer in time", timeout=SHOWN_MS)
    expect(panel).to_contain_text("not over · network node failed")


def test_a_camera_without_a_picture_says_why_and_is_asked_again_on_demand(sign_in: SignIn, there: FakeCamera):
    camera = cameras()[0]
    Camera.objects.filter(pk=camera.pk).update(snapshot_url=f"{there.url}/liar")
    page = sign_in("operator1", path=f"/?sel=camera:{camera.pk}")
    picture = page.locator("#panel .picture")
    expect(picture).to_contain_text("What the camera sent is not a picture.", timeout=SHOWN_MS)
    expect(picture.locator("[data-slot=label]")).to_have_text("no picture")
    Camera.objects.filter(pk=camera.pk).update(snapshot_url=f"{there.url}/picture")
    picture.locator("[data-slot=again]").click()
    expect(picture).to_have_attribute("data-look", "snapshot", timeout=SHOWN_MS)
    assert there.asked == ["/liar", "/picture"]


def test_the_nearest_cameras_of_an_incident_show_their_pictures_and_lead_to_their_wall(
    sign_in: SignIn, there: FakeCamera
):
    report()
    page = sign_in("operator1")
    live(page)
    row(page, "Armed robbery").click()
    tiles = page.locator("#panel .tile .picture")
    expect(tiles).to_have_count(4, timeout=SHOWN_MS)
    for number in range(4):
        tiles.nth(number).scroll_into_view_if_needed()
        expect(tiles.nth(number)).to_have_attribute("data-look", "snapshot", timeout=SHOWN_MS)
    lon, lat = TASHKENT
    link = page.locator("#panel .wall-link")
    assert f"near={lat:.5f},{lon:.5f}" in str(link.get_attribute("href"))
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator(".wall-tile")).to_have_count(5)


def test_live_video_plays_and_its_token_is_renewed_while_the_picture_goes_on(
    sign_in: SignIn, there: FakeCamera, gateway: StreamGateway, settings: Any
):
    settings.SAFECITY_STREAM_TOKEN_S = 6
    camera = cameras()[0]
    chunks: list[str] = []
    page = sign_in("operator1")
    page.on("request", lambda request: chunks.append(request.url) if "/hls" in request.url else None)
    page.goto(f"/?sel=camera:{camera.pk}")
    picture = page.locator("#panel .picture")
    expect(picture).to_have_attribute("data-look", "snapshot", timeout=SHOWN_MS)
    assert chunks == []  # nothing of the player is loaded before it is wanted
    page.locator("#panel").get_by_role("button", name="Live video").click()
    expect(picture).to_have_attribute("data-look", "live", timeout=SHOWN_MS)
    expect(picture.locator("[data-slot=label]")).to_contain_text("LIVE")
    assert chunks
    video = picture.locator("video")
    brightest, contrast = video.evaluate(DRAWN)
    assert brightest > 100
    assert contrast > 60
    began = video.evaluate("video => video.currentTime")
    page.wait_for_function(
        "began => document.querySelector('#panel video').currentTime > began + 14", arg=began, timeout=60_000
    )
    expect(picture).to_have_attribute("data-look", "live")
    assert len(gateway.tokens) >= 3
    # the newest may have fetched no more than the list by now
    assert {token for name, token, _ in gateway.asked if name.endswith(".ts")} >= set(gateway.tokens[:-1])
    assert Viewing.objects.filter(kind="stream").count() == 1
    page.locator("#panel").get_by_role("button", name="Stop live video").click()
    expect(picture).to_have_attribute("data-look", "snapshot", timeout=SHOWN_MS)


def test_a_stream_that_stands_still_is_never_called_live(
    sign_in: SignIn, there: FakeCamera, gateway: StreamGateway
):
    camera = cameras()[0]
    page = sign_in("operator1", path=f"/cameras/wall/?cameras={camera.pk}")
    picture = pictures(page).first
    expect(picture).to_have_attribute("data-look", "live", timeout=SHOWN_MS)
    gateway.is_stuck = True
    expect(picture).to_have_attribute("data-look", "stalled", timeout=SHOWN_MS)
    label = picture.locator("[data-slot=label]")
    expect(label).to_contain_text("stands still")
    expect(label).not_to_contain_text("LIVE")
    gateway.is_stuck = False
    expect(picture).to_have_attribute("data-look", "live", timeout=2 * SHOWN_MS)


def test_a_signed_out_viewer_sees_no_further_segment(
    sign_in: SignIn, there: FakeCamera, gateway: StreamGateway
):
    camera = cameras()[0]
    page = sign_in("operator1", path=f"/cameras/wall/?cameras={camera.pk}")
    picture = pictures(page).first
    expect(picture).to_have_attribute("data-look", "live", timeout=SHOWN_MS)
    elsewhere = page.context.new_page()
    elsewhere.goto("/me/")
    elsewhere.locator("details", has=elsewhere.locator("form[action='/accounts/logout/']")).locator(
        "summary"
    ).click()
    elsewhere.locator("form[action='/accounts/logout/'] button").click()
    elsewhere.close()
    expect(picture).not_to_have_attribute("data-look", "live", timeout=SHOWN_MS)
    expect(page.locator("#sign-in")).to_be_visible(timeout=SHOWN_MS)
    assert gateway.asked[-1][2] == 401


def test_a_wall_plays_what_is_seen_and_no_more_than_so_many_at_a_time(
    sign_in: SignIn, there: FakeCamera, gateway: StreamGateway, settings: Any
):
    settings.SAFECITY_LIVE_AT_ONCE = 2
    chosen = ",".join(str(camera.pk) for camera in cameras())
    page = sign_in("operator1")
    page.goto(f"/cameras/wall/?cameras={chosen}&grid=2")
    tiles = page.locator(".wall-tile")
    expect(tiles).to_have_count(4)
    expect(page.locator(".picture[data-look=live]")).to_have_count(2, timeout=2 * SHOWN_MS)
    expect(page.locator(".picture[data-look=snapshot]")).to_have_count(2, timeout=SHOWN_MS)
    # Whoever chooses a camera sees it live; another one makes way.
    tiles.nth(3).focus()
    expect(tiles.nth(3).locator(".picture")).to_have_attribute("data-look", "live", timeout=SHOWN_MS)
    expect(page.locator(".picture[data-look=live]")).to_have_count(2)
    page.keyboard.press("v")
    expect(page.locator(".picture[data-look=live]")).to_have_count(0)
    expect(page).to_have_url(re.compile("live=0"))


def test_the_wall_is_led_by_keys_and_its_address_holds_it(sign_in: SignIn, there: FakeCamera):
    found = cameras()
    page = sign_in("operator1")
    page.goto(f"/cameras/wall/?near={TASHKENT[1]},{TASHKENT[0]}&grid=3")
    tiles = page.locator(".wall-tile")
    expect(tiles).to_have_count(5)
    expect(tiles.last).to_contain_text("offline")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(tiles.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(tiles).to_have_count(1)
    assert f"big={found[1].pk}" in page.url
    page.keyboard.press("Escape")
    expect(tiles).to_have_count(5)
    page.keyboard.press("Delete")
    expect(tiles).to_have_count(4)
    assert f"cameras={found[0].pk},{found[2].pk}" in page.url
    page.keyboard.press("2")
    assert "grid=2" in page.url
    page.reload()
    expect(tiles).to_have_count(4)
    page.fill("#wall-add", found[1].code)
    page.locator("#wall-found [role=option]").first.click()
    expect(page.locator("[data-slot=what]")).to_contain_text("5 cameras")
    page.get_by_text("My walls").click()
    page.fill("#wall-name", "Bazaar")
    page.locator("[data-slot=keep] button").click()
    page.goto("/cameras/wall/")
    expect(page.locator("#wall-empty")).to_be_visible()
    page.get_by_text("My walls").click()
    page.locator(".wall-kept__open").click()
    expect(page.locator("[data-slot=what]")).to_contain_text("5 cameras")


def test_nobody_without_the_right_opens_a_wall_or_a_foreign_camera_on_it(sign_in: SignIn, there: FakeCamera):
    page = sign_in("operator1", path="/cameras/wall/?cameras=999999")
    expect(page.locator("#wall-missing")).to_be_visible()
    expect(page.locator(".wall-tile")).to_have_count(0)

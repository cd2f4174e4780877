"""Scenes as a camera would see them, drawn: the same place for each camera, with what moves there. Pure but for the font."""

import random
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from apps.cameras.models import CameraKind
from apps.core.clock import TASHKENT
from apps.demo.pictures.lenses import Lens

WIDTH, HEIGHT = 640, 360
CAPTION_Y = 30
HORIZON: Final = 150
QUALITY: Final = 70
PAINTS: Final = ("#b8342c", "#e6e6e2", "#2d4f7c", "#1f2023", "#8d9399", "#d8b13a")
Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw


def frame(lens: Lens, at: datetime) -> bytes:
    """What the camera shows at a moment, as JPEG: its scene, what moves, its code, the time, and that it is drawn."""
    local = at.astimezone(TASHKENT)
    picture = _place(lens.id, lens.kind, local.hour).copy()
    draw = ImageDraw.Draw(picture, "RGBA")
    _moving(lens.kind)(draw, random.Random(lens.id), local.timestamp())  # noqa: S311 (no secret)
    _caption(draw, lens, local)
    body = BytesIO()
    picture.save(body, "JPEG", quality=QUALITY)
    return body.getvalue()


def _caption(draw: Draw, lens: Lens, at: datetime) -> None:
    # Below the edge, where the walls of screens lay their own words.
    draw.rectangle((0, CAPTION_Y, WIDTH, CAPTION_Y + 26), fill=(0, 0, 0, 150))
    draw.text((8, CAPTION_Y + 5), lens.code, font=_font(15), fill="white")
    draw.text(
        (WIDTH - 8, CAPTION_Y + 5), f"{at:%Y-%m-%d %H:%M:%S}", font=_font(15), fill="white", anchor="ra"
    )
    draw.rounded_rectangle((WIDTH - 104, HEIGHT - 40, WIDTH - 10, HEIGHT - 10), 5, fill=(190, 30, 40, 215))
    draw.text((WIDTH - 57, HEIGHT - 25), "DEMO", font=_font(19), fill="white", anchor="mm")


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    try:
        return ImageFont.truetype("DejaVuSans-Bold.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


def _light(hour: int) -> float:
    """How much of the day's light there is: 1 at noon, little at night."""
    return max(0.18, 1 - abs(hour - 13) / 8.5)


def _lit(colour: Colour, light: float) -> Colour:
    red, green, blue = (int(part * light) for part in colour)
    return red, green, min(255, blue + int(18 * (1 - light)))


# A place is drawn once an hour; so many are kept in memory, each of 0.7 MB.
@lru_cache(maxsize=64)
def _place(camera_id: int, kind: str, hour: int) -> Image.Image:
    rng, light = random.Random(camera_id), _light(hour)  # noqa: S311 (no secret)
    picture = Image.new("RGB", (WIDTH, HEIGHT), _lit((112, 116, 120), light))
    draw = ImageDraw.Draw(picture)
    (_entrance if kind == CameraKind.FACE else _street)(draw, rng, light)
    return picture


def _street(draw: Draw, rng: random.Random, light: float) -> None:
    for y in range(HORIZON):
        draw.line((0, y, WIDTH, y), fill=_lit((120 + y // 2, 165 + y // 3, 215), light))
    _houses(draw, rng, light)
    draw.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=_lit((104, 122, 84), light))
    draw.polygon(
        [(270, HORIZON), (370, HORIZON), (740, HEIGHT), (-100, HEIGHT)], fill=_lit((74, 76, 80), light)
    )
    for side in (-1, 1):
        edge = [(320 + side * 50, HORIZON), (320 + side * 420, HEIGHT), (320 + side * 400, HEIGHT)]
        draw.polygon(edge, fill=_lit((210, 210, 205), light))
    for step in range(9):
        near, far = _depth((step + 0.55) / 9), _depth(step / 9)
        draw.line((320, far, 320, near), fill=_lit((230, 225, 205), light), width=2 + step // 2)
    for _ in range(6):
        _tree(draw, rng, light)


def _houses(draw: Draw, rng: random.Random, light: float) -> None:
    left = -20
    while left < WIDTH:
        width, height = rng.randint(46, 110), rng.randint(34, 112)
        wall = rng.choice([(188, 176, 158), (160, 150, 142), (200, 190, 176), (148, 158, 168)])
        draw.rectangle((left, HORIZON - height, left + width, HORIZON), fill=_lit(wall, light))
        for x in range(left + 7, left + width - 10, 15):
            for y in range(HORIZON - height + 8, HORIZON - 12, 17):
                shines = light < 0.5 and rng.random() < 0.45
                pane = (246, 214, 130) if shines else _lit((92, 112, 130), light)
                draw.rectangle((x, y, x + 7, y + 9), fill=pane)
        left += width + rng.randint(-4, 16)


def _tree(draw: Draw, rng: random.Random, light: float) -> None:
    share = rng.random()
    y = _depth(0.1 + 0.5 * share)
    size = 14 + 46 * share
    x = 320 + rng.choice((-1, 1)) * (90 + 420 * share)
    draw.rectangle((x - size / 14, y - size, x + size / 14, y), fill=_lit((92, 68, 46), light))
    draw.ellipse((x - size / 2, y - 2 * size, x + size / 2, y - size * 0.7), fill=_lit((62, 98, 54), light))


def _entrance(draw: Draw, rng: random.Random, light: float) -> None:
    light = max(light, 0.7)  # lamps
    draw.rectangle((0, 0, WIDTH, 250), fill=_lit((206, 200, 190), light))
    draw.polygon(
        [(0, HEIGHT), (0, 280), (110, 250), (530, 250), (WIDTH, 280), (WIDTH, HEIGHT)],
        fill=_lit((150, 142, 132), light),
    )
    for x in range(-200, WIDTH + 260, 70):
        draw.line((320 + (x - 320) * 0.5, 250, x, HEIGHT), fill=_lit((132, 124, 116), light), width=2)
    shade = rng.choice([(74, 96, 116), (96, 78, 62), (66, 92, 78)])
    for left in (226, 322):
        draw.rectangle((left, 74, left + 92, 250), fill=_lit((60, 62, 66), light))
        draw.rectangle((left + 7, 82, left + 85, 244), fill=_lit(shade, light))
    draw.rectangle((226, 46, 414, 70), fill=_lit((236, 236, 230), light))


def _moving(kind: str) -> Callable[[Draw, random.Random, float], None]:
    return {CameraKind.FACE: _people, CameraKind.PLATE: _one_car}.get(CameraKind(kind), _cars)


def _depth(share: float) -> float:
    """How far down the picture lies what is this near: 0 at the horizon, 1 at the lower edge."""
    return HORIZON + (HEIGHT - HORIZON) * share * share


def _cars(draw: Draw, rng: random.Random, at_s: float) -> None:
    """On the right they go away, on the left they come; each lane at one speed, the farther ones drawn first."""
    shown = []
    for lane, count in ((1, 2), (-1, 3)):
        period, phase = rng.uniform(9, 17), rng.random()
        for number in range(count):
            share = (at_s / period + phase + number / count) % 1
            paint = PAINTS[(2 * number + rng.randrange(6)) % 6]
            shown.append((1 - share if lane > 0 else share, lane, paint))
    for share, lane, paint in sorted(shown):
        _car(draw, share, lane, paint, comes=lane < 0)


def _one_car(draw: Draw, rng: random.Random, at_s: float) -> None:
    period = rng.uniform(7, 11)
    number, share = divmod(at_s / period + rng.random(), 1)
    _car(draw, 0.25 + 0.75 * share, -1, PAINTS[int(number) % 6], comes=True, plate=True)


def _car(draw: Draw, share: float, lane: int, paint: str, *, comes: bool, plate: bool = False) -> None:
    y, half = _depth(share), 6 + 58 * share * share
    x = 320 + lane * (24 + 170 * share * share)
    draw.ellipse((x - half * 1.1, y - half * 0.25, x + half * 1.1, y + half * 0.2), fill=(0, 0, 0, 90))
    draw.rounded_rectangle((x - half, y - half * 0.95, x + half, y), half * 0.2, fill=paint)
    draw.polygon(_trapezium(x, y, half, (0.85, 0.9), (0.6, 1.5)), fill=paint)
    draw.polygon(_trapezium(x, y, half, (0.7, 0.92), (0.52, 1.4)), fill=(40, 52, 64))
    lamp = (255, 240, 190) if comes else (214, 36, 30)
    for side in (-1, 1):
        left = x + side * half * 0.7
        draw.ellipse((left - half * 0.17, y - half * 0.7, left + half * 0.17, y - half * 0.42), fill=lamp)
        draw.rectangle(
            (left - half * 0.16, y - half * 0.1, left + half * 0.16, y + half * 0.12), fill=(22, 22, 24)
        )
    if plate and half > 24:
        draw.rectangle(
            (x - half * 0.42, y - half * 0.34, x + half * 0.42, y - half * 0.12),
            fill="white",
            outline="black",
        )
        draw.text((x, y - half * 0.23), "DEMO", font=_font(int(half * 0.2)), fill="black", anchor="mm")


def _trapezium(
    x: float, y: float, half: float, low: tuple[float, float], high: tuple[float, float]
) -> list[tuple[float, float]]:
    """Symmetrical about `x`: half a width and a height of its lower and its upper edge, in parts of `half`."""
    sides = ((-1, low), (-1, high), (1, high), (1, low))
    return [(x + side * half * wide, y - half * tall) for side, (wide, tall) in sides]


def _people(draw: Draw, rng: random.Random, at_s: float) -> None:
    for number in range(3):
        period, phase, size = rng.uniform(11, 23), rng.random(), rng.uniform(0.85, 1.15)
        share = (at_s / period + phase) % 1
        x = -60 + 760 * (share if number % 2 else 1 - share)
        foot = 262 + 22 * number
        tall = 128 * size + 14 * number
        coat = PAINTS[(number * 2 + rng.randrange(3)) % 6]
        draw.ellipse((x - 30, foot - 6, x + 30, foot + 8), fill=(0, 0, 0, 80))
        draw.rectangle((x - 14, foot - tall * 0.45, x + 14, foot), fill="#33363c")
        draw.rounded_rectangle((x - 24, foot - tall * 0.86, x + 24, foot - tall * 0.38), 10, fill=coat)
        draw.ellipse((x - 14, foot - tall * 1.08, x + 14, foot - tall * 0.84), fill="#c8997a")

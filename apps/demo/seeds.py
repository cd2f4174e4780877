"""Chance that comes out the same each time: a generator for each part and place."""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


def chance(*words: object) -> random.Random:
    """A generator of its own for these words; the same words give the same sequence on every machine."""
    return random.Random("safecity demo " + " ".join(map(str, words)))  # noqa: S311 (no secret)


def choose(rng: random.Random, weights: Mapping[T, float]) -> T:
    """One of the keys, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


def id_at(rng: random.Random, moment: datetime) -> UUID:
    """A UUIDv7 (RFC 9562 section 5.7) whose time is `moment`."""
    value = (int(moment.timestamp() * 1000) << 80) | rng.getrandbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)

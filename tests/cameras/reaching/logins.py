"""A name and a password for tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Given:
    username: str
    password: str

"""Requests to cameras: the one way out, inside the networks that an admin allows.

`async with reaching(networks) as reach: await reach.get(url, credentials, within_s=5, at_most=2_000_000)`. Whatever
goes wrong is a `NotReached` with a code; neither an address nor a credential is ever part of it.
"""

from apps.cameras.reaching.answers import Answer, NotReached, Why
from apps.cameras.reaching.authentication import Login
from apps.cameras.reaching.guard import Network
from apps.cameras.reaching.reach import Reach, reaching
from apps.cameras.reaching.targets import SCHEMES, checked_address

__all__ = [
    "SCHEMES",
    "Answer",
    "Login",
    "Network",
    "NotReached",
    "Reach",
    "Why",
    "checked_address",
    "reaching",
]

"""A developer's machine and the demo: everything has a working default."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

import environ
from django.core.management.utils import get_random_secret_key

# What `make up` runs on, for `manage.py` in another terminal; the environment itself comes first.
environ.Env.read_env(Path(__file__).resolve().parents[2] / "var" / "portal.env")

from safecity_portal.settings.base import *  # noqa: E402, F403
from safecity_portal.settings.base import env  # noqa: E402

# `make up` keeps a random key under var/; without it sessions end with the process.
SECRET_KEY = env("DJANGO_SECRET_KEY", default="") or get_random_secret_key()
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0
# Without keys of its own a developer's machine seals logins with its secret key.
SAFECITY_CREDENTIAL_KEYS = env.list("SAFECITY_CREDENTIAL_KEYS", default=[]) or [
    urlsafe_b64encode(sha256(SECRET_KEY.encode()).digest()).decode()
]

"""A developer's machine and the demo: everything has a working default."""

from django.core.management.utils import get_random_secret_key

from safecity_portal.settings.base import *  # noqa: F403
from safecity_portal.settings.base import env

# `make up` keeps a random key under var/; without it sessions end with the process.
SECRET_KEY = env("DJANGO_SECRET_KEY", default="") or get_random_secret_key()
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0

"""The test suite: real PostGIS and Redis, quick passwords."""

import tempfile
from pathlib import Path

from safecity_portal.settings.base import *  # noqa: F403
from safecity_portal.settings.base import DATABASES, env

SECRET_KEY = "only for tests, never served"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["TEST"] = {"NAME": env("SAFECITY_TEST_DB", default="test_safecity")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SAFECITY_DEMO = False
MEDIA_ROOT = Path(tempfile.gettempdir()) / "safecity-test-media"

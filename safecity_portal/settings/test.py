"""The test suite: real PostGIS and Redis, quick passwords."""

import os
import tempfile
from pathlib import Path

# Two workers of pytest have a Redis each, when there are two: its messages know no databases.
if os.environ.get("PYTEST_XDIST_WORKER") == "gw1" and "REDIS_URL_2" in os.environ:
    os.environ["REDIS_URL"] = os.environ["REDIS_URL_2"]

from safecity_portal.settings.base import *  # noqa: F403
from safecity_portal.settings.base import DATABASES, env

SECRET_KEY = "only for tests, never served"  # noqa: S105
SAFECITY_CREDENTIAL_KEYS = ["c2FmZWNpdHkgb25seSBmb3IgdGVzdHMsIDMyIGJ5dGU="]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["TEST"] = {"NAME": env("SAFECITY_TEST_DB", default="test_safecity")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SAFECITY_DEMO = False
MEDIA_ROOT = Path(tempfile.gettempdir()) / "safecity-test-media"
SAFECITY_MQTT_URL = ""

"""What every environment shares. Values come from the environment; secrets have no default here."""

from pathlib import Path
from typing import Any

import environ
import pghistory
from celery.schedules import crontab
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("DJANGO_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "safecity_portal.urls"
ASGI_APPLICATION = "safecity_portal.asgi.application"
WSGI_APPLICATION = "safecity_portal.wsgi.application"

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.gis",
    "allauth",
    "allauth.account",
    "axes",
    "channels",
    "django_filters",
    "django_htmx",
    "django_vite",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "rest_framework_gis",
    "apps.core",
    "apps.regions",
    "apps.accounts",
    "apps.live",
    "apps.incidents",
    "apps.cameras",
    "apps.sensors",
    "apps.inspectors",
    "apps.alarms",
    "apps.interchange",
    "apps.map",
    "apps.reports",
    "apps.demo",
]

MIDDLEWARE = [
    "apps.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "apps.core.middleware.NoNulMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.core.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "apps.core.middleware.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.accounts.middleware.AuditContextMiddleware",
    "apps.accounts.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.accounts.context.site",
            ],
        },
    },
]

# --- data -------------------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgis://safecity@127.0.0.1:5432/safecity"),
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        # Server-side cursors do not survive PgBouncer's transaction pooling.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    },
}
REDIS_URL: str = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "safecity",
        # Redis is only a hint: with it down, a read misses and a write is dropped, and no request fails.
        "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 0.5, "SOCKET_TIMEOUT": 1},
    },
}
# Django's cached_db, with a sign-out that holds though Redis be away (docs/decisions/0007-sessions.md).
SESSION_ENGINE = "apps.accounts.sessions"
SESSION_COOKIE_AGE = 14 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "safecity.control"},
    },
}

# --- people -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Lock-out is the work of axes alone; two counters would contradict each other.
ACCOUNT_RATE_LIMITS = False
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "apps.accounts.lockout.username_of"
AXES_DISABLE_ACCESS_LOG = True  # the audit trail keeps every sign-in
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "apps.accounts.lockout.locked_out"

# --- history ----------------------------------------------------------------------------------------------

# Insertions, changes and deletions alike; the database refuses to change or delete what was recorded.
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGHISTORY_APPEND_ONLY = True
PGHISTORY_BASE_MODEL = "apps.core.history.Event"
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# --- language and time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "uz"
LANGUAGES = [("uz", "Oʻzbekcha"), ("ru", "Русский"), ("en", "English")]
# the second holds what the libraries we use show and do not translate themselves
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_vendor"]
TIME_ZONE = "Asia/Tashkent"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["apps.core.formats"]

# --- static files -----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("dist", BASE_DIR / "static" / "dist"), ("img", BASE_DIR / "static" / "img")]
MEDIA_ROOT = VAR_DIR / "media"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "static_url_prefix": "dist",
        "manifest_path": BASE_DIR / "static" / "dist" / "manifest.json",
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

# --- API --------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.api.authentication.ApiKeyAuthentication",
        "apps.accounts.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["apps.accounts.api.permissions.IsSignedIn"],
    "DEFAULT_THROTTLE_CLASSES": ["apps.core.api.throttles.CallerThrottle"],
    "DEFAULT_PAGINATION_CLASS": "apps.core.api.pagination.LimitOffset",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.core.api.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "apps.core.api.schema.Schema",
    "EXCEPTION_HANDLER": "apps.core.api.errors.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": False,
}
# How many requests of the API a minute holds: of a person, of a key, and how many refusals of an address that is
# not signed in. A busy console asks 2 times a second at most; another system sends rows in bulk.
SAFECITY_REQUESTS_PER_MINUTE: dict[str, int] = {
    "person": env.int("SAFECITY_REQUESTS_PER_PERSON", default=3000),
    "key": env.int("SAFECITY_REQUESTS_PER_KEY", default=12000),
    "stranger": env.int("SAFECITY_REQUESTS_PER_STRANGER", default=60),
}
# Addresses whose bodies hold many rows, and may be larger than others.
SAFECITY_BULK_ADDRESSES = frozenset(
    {
        "/intake/positions/",
        "/api/v1/readings/",
        "/api/v1/cameras/bulk/",
        "/api/v1/detections/",
        "/api/v1/plate-reads/",
    }
)
SPECTACULAR_SETTINGS = {
    "TITLE": "SafeCity Portal",
    "VERSION": "1",
    "DESCRIPTION": (
        "Times are ISO 8601 with their zone, locations GeoJSON Points (lon, lat), regions ISO 3166-2 codes. "
        "What lies outside the caller's regions is answered as if it did not exist."
    ),
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["apps.accounts.api.permissions.IsSignedIn"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "AlarmClearingEnum": "apps.alarms.words.CLEARINGS",
        "AlarmSourceKindEnum": "apps.alarms.words.SOURCE_KINDS",
        "AlarmStateEnum": "apps.alarms.words.STATES",
        "AssignmentStatusEnum": "apps.inspectors.api.serializers.assignments.ASSIGNMENT_STATUSES",
        "CallOutcomeEnum": "apps.incidents.models.CallOutcome",
        "CameraKindEnum": "apps.cameras.models.CameraKind",
        "CameraStatusEnum": "apps.cameras.models.CameraStatus",
        "FeatureCollectionEnum": ["FeatureCollection"],
        "FeatureEnum": ["Feature"],
        "IncidentIntervalEnum": "apps.incidents.words.INTERVALS",
        "IncidentOutcomeEnum": "apps.incidents.words.OUTCOMES",
        "IncidentStatusEnum": "apps.incidents.words.STATUSES",
        "CameraSeenEnum": "apps.cameras.api.outages.serializers.SEEN",
        "OutageCauseEnum": "apps.cameras.models.OutageCause",
        "PatrolAreaKindEnum": "apps.inspectors.models.patrol_areas.PatrolAreaKind",
        "ProtectedSiteKindEnum": "apps.alarms.models.SiteKind",
        "ReportRunStatusEnum": "apps.reports.models.RunStatus",
        "ViolationStateEnum": "apps.cameras.models.ViolationState",
        "ThresholdLevelEnum": "apps.sensors.api.serializers.LEVELS",
        "UnitStatusEnum": "apps.inspectors.models.units.STATUS_CHOICES",
    },
}

# --- background work --------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "accounts-tell-knocks": {
        "task": "accounts.tell_knocks",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "accounts-forget-answers": {"task": "accounts.forget_answers", "schedule": crontab(minute=41)},
    "cameras-look": {"task": "cameras.look", "schedule": 10.0, "options": {"expires": 9}},
    "cameras-forget-detections": {"task": "cameras.forget_detections", "schedule": crontab(minute=29)},
    "live-prune": {"task": "live.prune", "schedule": crontab(minute=17)},
    "reports-refresh": {"task": "reports.refresh", "schedule": crontab(), "options": {"expires": 50}},
    "reports-roll": {"task": "reports.roll", "schedule": crontab(), "options": {"expires": 50}},
    "reports-requeue": {"task": "reports.requeue", "schedule": crontab(), "options": {"expires": 50}},
    "reports-nightly": {"task": "reports.nightly", "schedule": crontab(hour=0, minute=20)},
}

# --- the portal's own -------------------------------------------------------------------------------------

SAFECITY_PORT: int = env.int("SAFECITY_PORT", default=8000)
SAFECITY_DEMO: bool = env.bool("SAFECITY_DEMO", default=True)
SAFECITY_DEMO_CAMERAS: int = env.int("SAFECITY_DEMO_CAMERAS", default=5000)
SAFECITY_DEMO_SENSORS: int = env.int("SAFECITY_DEMO_SENSORS", default=2000)
SAFECITY_DEMO_INSPECTORS: int = env.int("SAFECITY_DEMO_INSPECTORS", default=500)
# incidents of the demo's past month
SAFECITY_DEMO_INCIDENTS: int = env.int("SAFECITY_DEMO_INCIDENTS", default=20000)
SAFECITY_SIMULATE: bool = env.bool("SAFECITY_SIMULATE", default=True)
# the port on loopback where the demo's cameras show drawn pictures; 0: they show none
SAFECITY_DEMO_PICTURES_PORT: int = env.int("SAFECITY_DEMO_PICTURES_PORT", default=0)
# mean seconds between two simulated calls in the whole nation
SAFECITY_SIMULATE_CALL_EVERY_S: float = env.float("SAFECITY_SIMULATE_CALL_EVERY_S", default=15.0)
# The playlist of a camera in the stream gateway: `https://gateway.example/{path}/index.m3u8`; empty: no live video.
SAFECITY_STREAM_URL: str = env("SAFECITY_STREAM_URL", default="")
# seconds that a viewer's token opens a stream; the page asks for the next one in time
SAFECITY_STREAM_TOKEN_S: int = env.int("SAFECITY_STREAM_TOKEN_S", default=120)
# Is a token good from the viewer's own address alone? Then the gateway must tell the address that the portal sees.
SAFECITY_STREAM_BINDS_ADDRESS: bool = env.bool("SAFECITY_STREAM_BINDS_ADDRESS", default=False)
# what one snapshot of a camera may take: bytes, and seconds
SAFECITY_SNAPSHOT_BYTES: int = env.int("SAFECITY_SNAPSHOT_BYTES", default=4 * 1024 * 1024)
SAFECITY_SNAPSHOT_WITHIN_S: float = env.float("SAFECITY_SNAPSHOT_WITHIN_S", default=6.0)
# streams that one screen plays at the same time; the other tiles of a wall refresh snapshots
SAFECITY_LIVE_AT_ONCE: int = env.int("SAFECITY_LIVE_AT_ONCE", default=9)
SAFECITY_TILE_URL: str = env("SAFECITY_TILE_URL", default="")
SAFECITY_TILE_ATTRIBUTION: str = env("SAFECITY_TILE_ATTRIBUTION", default="")
# seconds in which an assigned unit must accept
SAFECITY_ACCEPT_WITHIN_S: int = env.int("SAFECITY_ACCEPT_WITHIN_S", default=120)
# seconds in which somebody on scene answers whether he or she is all right.
SAFECITY_LIFE_ANSWER_S: int = env.int("SAFECITY_LIFE_ANSWER_S", default=60)
# an OSRM server for routes on tablets, such as http://127.0.0.1:5000; only our server asks it.
SAFECITY_OSRM_URL: str = env.str("SAFECITY_OSRM_URL", default="")
# days that positions of units are kept
SAFECITY_POSITIONS_KEPT_D: int = env.int("SAFECITY_POSITIONS_KEPT_D", default=90)
# days that plate readings, and hits of the watch list, are kept
SAFECITY_PLATES_KEPT_D: int = env.int("SAFECITY_PLATES_KEPT_D", default=90)
# days that detections are kept, from the last that was heard of them; those of violations stay
SAFECITY_DETECTIONS_KEPT_D: int = env.int("SAFECITY_DETECTIONS_KEPT_D", default=90)
# days that readings of sensors, their minutes and their hours are kept; their days are kept for good
SAFECITY_READINGS_KEPT_D: int = env.int("SAFECITY_READINGS_KEPT_D", default=30)
SAFECITY_READING_MINUTES_KEPT_D: int = env.int("SAFECITY_READING_MINUTES_KEPT_D", default=90)
SAFECITY_READING_HOURS_KEPT_D: int = env.int("SAFECITY_READING_HOURS_KEPT_D", default=1830)
# hours that events of the live feed are kept
SAFECITY_FEED_KEPT_H: int = env.int("SAFECITY_FEED_KEPT_H", default=72)
# Cameras are asked only inside the networks of the admin. These hosts of the portal (its gateways, other servers) are
# refused even there, as are the database and Redis.
SAFECITY_OWN_SERVERS: list[str] = env.list("SAFECITY_OWN_SERVERS", default=[])
# Logins of cameras are sealed with the first of these Fernet keys, and opened with each of them.
SAFECITY_CREDENTIAL_KEYS: list[str] = env.list("SAFECITY_CREDENTIAL_KEYS", default=[])
# seconds in which every camera is looked at once, and that one look may take; looks at a time of one worker
SAFECITY_CAMERA_CHECK_EVERY_S: int = env.int("SAFECITY_CAMERA_CHECK_EVERY_S", default=180)
SAFECITY_CAMERA_CHECK_WITHIN_S: float = env.float("SAFECITY_CAMERA_CHECK_WITHIN_S", default=5.0)
SAFECITY_CAMERA_CHECKS_AT_ONCE: int = env.int("SAFECITY_CAMERA_CHECKS_AT_ONCE", default=400)
# a file of the authorities that sign cameras' certificates; 0: any certificate is taken
SAFECITY_CAMERA_CA: str = env("SAFECITY_CAMERA_CA", default="")
SAFECITY_CAMERA_TLS_CHECKED: bool = env.bool("SAFECITY_CAMERA_TLS_CHECKED", default=True)
# The MQTT broker that devices publish to: `mqtt://user:password@host:1883`, `mqtts://…`; empty: nothing is taken from it.
SAFECITY_MQTT_URL: str = env("SAFECITY_MQTT_URL", default="")
# a file of the authorities that sign the broker's certificate, where the system's are not these
SAFECITY_MQTT_CA: str = env("SAFECITY_MQTT_CA", default="")
# by this name the broker keeps what comes while nobody listens
SAFECITY_MQTT_CLIENT: str = env("SAFECITY_MQTT_CLIENT", default="safecity-portal")
# where Frigate, ONVIF cameras (`+`: any one word) and sensors publish
SAFECITY_MQTT_FRIGATE: list[str] = env.list("SAFECITY_MQTT_FRIGATE", default=["frigate"])
SAFECITY_MQTT_ONVIF: list[str] = env.list("SAFECITY_MQTT_ONVIF", default=["+"])
SAFECITY_MQTT_READINGS: list[str] = env.list("SAFECITY_MQTT_READINGS", default=["safecity/readings"])
# no message for so many seconds is a trouble that people are told; 0: never
SAFECITY_MQTT_QUIET_S: float = env.float("SAFECITY_MQTT_QUIET_S", default=600.0)

UNFOLD = {
    "SITE_TITLE": "SafeCity",
    "SITE_HEADER": "SafeCity",
    "SITE_SUBHEADER": _("Administration"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/favicon.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/favicon.svg")}
    ],
    "SHOW_LANGUAGES": True,
    "ENVIRONMENT": "apps.accounts.context.environment",
    # The portal's accent, from its lightest shade to its darkest.
    "COLORS": {
        "primary": {
            "50": "oklch(97.5% .012 243)",
            "100": "oklch(94.5% .028 243)",
            "200": "oklch(89% .055 243)",
            "300": "oklch(81% .095 243)",
            "400": "oklch(74% .12 243)",
            "500": "oklch(64% .13 245)",
            "600": "oklch(52% .125 247)",
            "700": "oklch(46% .112 248)",
            "800": "oklch(40% .094 249)",
            "900": "oklch(34% .075 250)",
            "950": "oklch(26% .055 252)",
        },
    },
}

LOGGING_CONFIG = "apps.core.logs.configure"
LOGGING = {"level": env("SAFECITY_LOG_LEVEL", default="INFO")}

SILENCED_SYSTEM_CHECKS = [
    # GDAL of Debian 12 is older than 3.9. Files and spatial references of users never reach GDAL: polygons are
    # read by shapely from GeoJSON, in EPSG:4326 alone.
    "gis.W001",
]

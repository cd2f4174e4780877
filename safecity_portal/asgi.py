"""One port, three kinds: Django's pages as WSGI in threads, WebSockets in Channels, bare ASGI routes.

`uvicorn safecity_portal.asgi:application --ws safecity_portal.websocket:PreparedFrames`
"""

import os
from typing import Any, Final, cast

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecity_portal.settings.development")
django = get_wsgi_application()

# These import models, which need Django to be set up.
from apps.cameras.api.route import camera_columns, camera_cones  # noqa: E402
from apps.cameras.snapshots import close_desk  # noqa: E402
from apps.core.asgi import Application, Honest, Lifespan, Routed, Spooled  # noqa: E402
from apps.core.bodies import limit_of  # noqa: E402
from apps.core.later import Waiting  # noqa: E402
from apps.inspectors.api.route import positions  # noqa: E402
from apps.inspectors.gathering import close_intake  # noqa: E402
from apps.interchange.osmand.route import osmand  # noqa: E402
from apps.interchange.owntracks.route import owntracks  # noqa: E402
from apps.live.api.route import snapshot  # noqa: E402
from apps.live.hub import close_hub  # noqa: E402
from apps.live.routing import websocket_urlpatterns  # noqa: E402
from apps.sensors.api.route import readings  # noqa: E402

THREADS: Final = 32
BODY_WITHIN_S: Final = 60.0
BODY_PAUSE_S: Final = 10.0

pages = Waiting(
    Spooled(
        cast(Application, WSGIMiddleware(cast(Any, django), workers=THREADS)),
        limit_of=limit_of,
        within_s=BODY_WITHIN_S,
        pause_s=BODY_PAUSE_S,
    )
)
BARE: Final[dict[str, Application]] = {
    "/api/v1/live/snapshot/": snapshot,
    "/api/v1/cameras/columns/": camera_columns,
    "/api/v1/readings/": Spooled(readings, limit_of=limit_of, within_s=BODY_WITHIN_S, pause_s=BODY_PAUSE_S),
    "/api/v1/cameras/cones/": camera_cones,
    "/intake/positions/": positions,
    # People type these into phones, with the last slash or without.
    "/intake/osmand/": osmand,
    "/intake/osmand": osmand,
    "/intake/owntracks/pub": owntracks,
    "/intake/owntracks/pub/": owntracks,
}
application = ProtocolTypeRouter(
    {
        "http": Honest(Routed(pages, exact=BARE, prefixes={})),
        "websocket": Honest(URLRouter(websocket_urlpatterns)),
        "lifespan": Lifespan(close_intake, close_hub, close_desk),
    }
)

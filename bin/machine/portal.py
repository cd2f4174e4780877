"""The portal's own processes, and when they are ready."""

import http.client
import sys
from http import HTTPStatus

from machine.checkout import Home
from machine.child import Program, last_words
from machine.keeper import Keeper
from machine.settings import Settings

READY_WITHIN_S = 180.0
# frames of the live feed are encoded once for all sockets; compressing them for each would undo that
_UVICORN = (
    "--ws",
    "safecity_portal.websocket:PreparedFrames",
    "--no-access-log",
    "--no-server-header",
    "--ws-per-message-deflate",
    "false",
    "--timeout-graceful-shutdown",
    "5",
)


def programs(
    home: Home, settings: Settings, *, has_broker: bool = False, has_pictures: bool = False
) -> list[Program]:
    """Web, worker, beat, ticker, the listener where there is an MQTT broker; for the demo its pictures and simulator."""

    def python(name: str, *arguments: str) -> Program:
        return Program(name, (sys.executable, *arguments), home.logs / f"{name}.log", home.root)

    celery = ("-m", "celery", "-A", "safecity_portal")
    listen = ("--host", settings.bind, "--port", str(settings.port), "--workers", str(settings.workers))
    chosen = [
        python("web", "-m", "uvicorn", "safecity_portal.asgi:application", *listen, *_UVICORN),
        python(
            "worker",
            *celery,
            "worker",
            "--concurrency",
            "2",
            "--loglevel",
            "INFO",
            "--without-gossip",
            "--without-mingle",
        ),
        python("beat", *celery, "beat", "--loglevel", "INFO", "--pidfile="),
        python("ticker", "manage.py", "run_ticker"),
    ]
    if has_broker:
        chosen.append(python("mqtt", "manage.py", "run_mqtt"))
    if settings.demo and settings.simulate:
        if has_pictures:
            chosen.append(python("pictures", "manage.py", "show_demo_pictures"))
        chosen.append(python("simulator", "manage.py", "simulate"))
    return chosen


def wait_until_ready(settings: Settings, keeper: Keeper, *, web: Program, worker: Program) -> None:
    """Return when a request would succeed: the process answers, and so do database, Redis and a worker."""
    for path, suspect in (("/livez", web), ("/readyz", worker)):
        probe = _Probe(settings, path, suspect)
        keeper.watch(
            probe.succeeds,
            timeout_s=READY_WITHIN_S,
            what=f"{settings.url}{path} did not answer 200",
            advice=probe.explanation,
        )


class _Probe:
    """Asks one address, and remembers the last answer for the person who must find out why."""

    def __init__(self, settings: Settings, path: str, suspect: Program) -> None:
        self._settings, self._path, self._suspect = settings, path, suspect
        self._last = ""

    def succeeds(self) -> bool:
        status, self._last = _get(self._settings, self._path)
        return status == HTTPStatus.OK

    def explanation(self) -> list[str]:
        return [f"It said: {self._last or 'nothing'}", *last_words(self._suspect)]


def _get(settings: Settings, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(settings.local_address, settings.port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": settings.host_header})
        response = connection.getresponse()
        return response.status, f"{response.status} {response.read(500).decode(errors='replace')}"
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()

"""What `make up`, `make test`, `make bench` and `make down` do once the programs are installed."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from machine.checkout import Home
from machine.child import Program, words_for
from machine.envfile import read_env
from machine.failure import CannotRunError
from machine.interrupts import Interrupts, StopRequested
from machine.keeper import Keeper
from machine.ledger import Ledger
from machine.lock import AlreadyRunsError, held, holder
from machine.owner import SYSTEM_DATA
from machine.pictures import PORT as PICTURES_PORT
from machine.pictures import choose_pictures
from machine.portal import programs, wait_until_ready
from machine.ports import holder_of, is_free
from machine.servers import require_answers, start_broker, start_servers
from machine.settings import Settings, keep_secret_key, read_settings

DOWN_WITHIN_S = 90.0


def tell(text: str) -> None:
    """Say something to the person at the terminal; the standard output is left to results."""
    with suppress(OSError):  # the terminal may be gone; what is to be stopped is stopped all the same
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def up(home: Home) -> None:
    """Run the portal in the foreground until a stop is asked for."""
    settings = read_settings(os.environ)
    interrupts = Interrupts()
    with _keeper_of(home, interrupts, what="'make up'") as keeper:
        require_free_port(settings)
        require_answers(os.environ, settings.given)
        environment = start_servers(home, keeper, given=settings.given, tell=tell)
        if not os.environ.get("SAFECITY_MQTT_URL"):
            environment |= start_broker(home, keeper, tell=tell)
        environment |= choose_pictures(
            home, os.environ, is_played=settings.demo and settings.simulate, tell=tell
        )
        if not os.environ.get("DJANGO_SECRET_KEY"):
            environment["DJANGO_SECRET_KEY"] = keep_secret_key(home)
        os.environ.update(environment)
        _prepare(home, keeper)
        chosen = programs(
            home,
            settings,
            has_broker=bool(os.environ.get("SAFECITY_MQTT_URL")),
            has_pictures=os.environ[PICTURES_PORT] != "0",
        )
        tell(f"== starting {', '.join(program.name for program in chosen)}")
        for program in chosen:
            keeper.start(program)
        web, worker, *_ = chosen
        wait_until_ready(settings, keeper, web=web, worker=worker)
        keeper.gives_up = False
        sys.stdout.write(f"SafeCity Portal is ready at {settings.url}\n")
        sys.stdout.flush()
        try:
            keeper.forever()
        finally:
            keeper.stop_together([program.name for program in chosen])


def run_with_servers(home: Home, command: Sequence[str], *, is_durable: bool, redis_count: int) -> int:
    """Run a command with private servers of its own around it; its exit status."""
    interrupts = Interrupts()
    given = read_settings(os.environ).given
    require_answers(os.environ, given)
    with _keeper_of(home, interrupts, what=f"'make {home.name}'") as keeper:
        environment = start_servers(
            home, keeper, given=given, tell=tell, is_durable=is_durable, redis_count=redis_count
        )
        os.environ.update(environment)
        return keeper.run(Program("command", tuple(command), None, home.root, stop_signal=signal.SIGINT))


def require_nothing_in_the_way(home: Home) -> None:
    """Raise `CannotRunError` when the portal runs already or could not listen; asked before anything else."""
    settings = read_settings(os.environ)
    if pid := holder(home.lock):
        raise AlreadyRunsError("'make up'", pid)
    require_free_port(settings)


def require_free_port(settings: Settings) -> None:
    """Raise `CannotRunError` when the portal could not listen."""
    if is_free(settings.port, host=settings.bind):
        return
    by = holder_of(settings.port)
    raise CannotRunError(
        f"port {settings.port} of {settings.bind} is taken" + (f" by {by}" if by else ""),
        f"Stop what listens there, or choose another port: SAFECITY_PORT={settings.port + 1} make up",
    )


def down(homes: Sequence[Home]) -> None:
    """Stop what runs or was left running in this checkout."""
    for home in homes:
        if pid := holder(home.lock):
            tell(f"stopping 'make {home.name}' (process {pid})")
            _end_command(pid, home)
        for name in Ledger(home.ledger).end_leftovers():
            tell(f"stopped {name}, which an earlier 'make {home.name}' had left")


def outside_data(homes: Sequence[Home]) -> list[str]:
    """Directories of data that lie outside the checkout."""
    found = (read_env(home.environment_file).get("SAFECITY_DATA", "") for home in homes)
    return [path for path in found if path.startswith(f"{SYSTEM_DATA}/")]


@contextmanager
def _keeper_of(home: Home, interrupts: Interrupts, *, what: str) -> Iterator[Keeper]:
    """A keeper whose children are stopped at the end, however it comes."""
    home.prepare()
    with held(home.lock, what=what):
        interrupts.listen()
        ledger = Ledger(home.ledger)
        for name in ledger.end_leftovers():
            tell(f"stopped {name}, which an earlier {what} had left")
        keeper = Keeper(ledger=ledger, interrupts=interrupts, tell=tell)
        try:
            yield keeper
        except StopRequested:
            tell("\nstopping")
            raise
        finally:
            keeper.stop_all()


def _end_command(pid: int, home: Home) -> None:
    """End a command as Ctrl-C would, and by force when it takes too long; its children are in the ledger."""
    try:
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + DOWN_WITHIN_S
        while holder(home.lock) == pid:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.2)
    except ProcessLookupError:
        return
    except PermissionError as error:
        raise CannotRunError(
            f"'make {home.name}' (process {pid}) runs for another user",
            "Let that user, or root, run 'make down'.",
        ) from error


def _prepare(home: Home, keeper: Keeper) -> None:
    """Run `machine.prepare` where the person sees it."""
    environment = {"PYTHONPATH": str(home.root / "bin"), "PYTHONUNBUFFERED": "1"}
    status = keeper.run(
        Program("prepare", (sys.executable, "-m", "machine.prepare"), None, home.root, environment)
    )
    if status != 0:
        way_out = "Mend that and run the same command again; what is done is not done twice."
        raise CannotRunError(
            f"the database could not be prepared ({words_for(status)}); the lines above say why", way_out
        )

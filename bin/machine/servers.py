"""The private servers of one home: started unless the user names others, and how clients reach them."""

import socket
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

from machine.checkout import Home
from machine.child import Child, Program, last_words, words_for
from machine.envfile import read_env, write_env
from machine.failure import CannotRunError
from machine.keeper import Keeper
from machine.mosquitto import Mosquitto
from machine.mosquitto import server as mosquitto_server
from machine.owner import data_directory
from machine.ports import choose_port, is_free
from machine.postgres import Postgres, new_password
from machine.redis import Redis

TRIES_FOR_A_PORT = 3
ANSWERS_WITHIN_S = 60.0


class Server(Protocol):
    """What PostgreSQL, Redis and Mosquitto have in common here."""

    def program(self, port: int) -> Program:
        """What runs it on a port."""

    def answers(self, port: int) -> bool:
        """Whether it answers there."""

    def url(self, port: int) -> str:
        """Its address."""


def require_answers(environment: Mapping[str, str], given: Collection[str]) -> None:
    """Raise `CannotRunError` for a server that the user named and that nothing answers for."""
    for variable in given:
        url = urlsplit(environment[variable])
        port = url.port or (5432 if variable == "DATABASE_URL" else 6379)
        if not url.hostname:
            continue  # a socket file; its client says what is wrong with it
        try:
            socket.create_connection((url.hostname, port), timeout=5).close()
        except OSError as error:
            raise CannotRunError(
                f"{variable} names {url.hostname}:{port}, where nothing answers ({error})",
                "Start that server, or unset the variable: then a private one is used.",
            ) from error


def start_servers(
    home: Home,
    keeper: Keeper,
    *,
    given: Collection[str],
    tell: Callable[[str], None],
    is_durable: bool = True,
    redis_count: int = 1,
) -> dict[str, str]:
    """Start what is not `given` (`DATABASE_URL`, `REDIS_URL`); the variables by which clients reach it."""
    if {"DATABASE_URL", "REDIS_URL"} <= set(given):
        return {}
    tell("== private servers")
    kept = read_env(home.environment_file)
    data, owner = data_directory(home)
    started: dict[str, str] = {}
    if "DATABASE_URL" not in given:
        password = _password_in(kept.get("DATABASE_URL"))
        postgres = Postgres(
            data / "postgres", owner, home.logs / "postgres.log", password or new_password(), is_durable
        )
        is_new = not (data / "postgres" / "PG_VERSION").exists()
        postgres.create()
        if not password and not is_new:
            postgres.set_password()
        started["DATABASE_URL"] = _start(postgres, keeper, preferred=_port_in(kept.get("DATABASE_URL")))
    if "REDIS_URL" not in given:
        for number in range(redis_count):
            name = "redis" if number == 0 else f"redis-{number + 1}"
            variable = "REDIS_URL" if number == 0 else f"REDIS_URL_{number + 1}"
            redis = Redis(
                name,
                data / name,
                owner,
                home.logs / f"{name}.log",
                _password_in(kept.get(variable)) or new_password(),
            )
            started[variable] = _start(redis, keeper, preferred=_port_in(kept.get(variable)))
    write_env(
        home.environment_file,
        {**kept, **started, "SAFECITY_DATA": str(data)},
        comment="Written when the private servers start; 'python manage.py' in another terminal reads it.",
    )
    return started


def start_broker(home: Home, keeper: Keeper, *, tell: Callable[[str], None]) -> dict[str, str]:
    """Start a private MQTT broker where one is installed; the variable by which clients reach it."""
    if not mosquitto_server():
        tell("There is no mosquitto here: nothing is taken in over MQTT (apt-get install mosquitto).")
        return {}
    kept = read_env(home.environment_file)
    data, owner = data_directory(home)
    url = kept.get("SAFECITY_MQTT_URL")
    broker = Mosquitto(
        "mosquitto",
        data / "mosquitto",
        owner,
        home.logs / "mosquitto.log",
        _password_in(url) or new_password(),
    )
    started = {"SAFECITY_MQTT_URL": _start(broker, keeper, preferred=_port_in(url))}
    write_env(
        home.environment_file,
        {**kept, **started, "SAFECITY_DATA": str(data)},
        comment="Written when the private servers start; 'python manage.py' in another terminal reads it.",
    )
    return started


def _start(server: Server, keeper: Keeper, *, preferred: int | None) -> str:
    """Start a server and wait until it answers; others may take a port in between, so try several."""
    for _ in range(TRIES_FOR_A_PORT):
        port = choose_port(preferred=preferred)
        child = keeper.start(server.program(port))
        if _answers_or_ends(server, child, port, keeper):
            return server.url(port)
        keeper.drop(child)
        if is_free(port):
            break
    status = child.exit_status()
    raise CannotRunError(
        f"{child.program.name} does not start ({words_for(status or 0)})", *last_words(child.program)
    )


def _answers_or_ends(server: Server, child: Child, port: int, keeper: Keeper) -> bool:
    def settled() -> bool:
        return child.exit_status() is not None or server.answers(port)

    keeper.wait(
        settled,
        timeout_s=ANSWERS_WITHIN_S,
        what=f"{child.program.name} did not answer",
        advice=partial(last_words, child.program),
    )
    return child.exit_status() is None


def _password_in(url: str | None) -> str | None:
    return urlsplit(url).password if url else None


def _port_in(url: str | None) -> int | None:
    return urlsplit(url).port if url else None

"""Private servers on real PostgreSQL and Redis: they keep their data and address, and never run as root."""

import os
import queue
import signal
from pathlib import Path
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt
import psycopg
import pytest
import redis
from machine.checkout import Home
from machine.failure import CannotRunError
from machine.interrupts import Interrupts
from machine.keeper import Keeper
from machine.ledger import Ledger
from machine.servers import require_answers, start_broker, start_servers


def start(home: Home, *, given: set[str] | None = None) -> tuple[Keeper, dict[str, str]]:
    keeper = Keeper(ledger=Ledger(home.ledger), interrupts=Interrupts(), tell=print)
    try:
        return keeper, start_servers(home, keeper, given=given or set(), tell=print)
    except BaseException:
        keeper.stop_all()
        raise


def connect(environment: dict[str, str], **changed: str) -> "psycopg.Connection[tuple[str]]":
    return psycopg.connect(
        environment["DATABASE_URL"].replace("postgis://", "postgresql://"), autocommit=True, **changed
    )


def test_servers_keep_address_and_data_over_a_kill_and_never_run_as_root(home: Home) -> None:
    keeper, first = start(home)
    try:
        with connect(first) as connection:
            connection.execute("CREATE EXTENSION postgis; CREATE TABLE kept AS SELECT 'still here' AS word")
        running = Ledger(home.ledger).read()
        assert {os.stat(f"/proc/{entry.pid}").st_uid for entry in running.values()} != {0}
        assert all(os.stat(f"/proc/{entry.pid}").st_uid for entry in running.values())
        os.kill(running["postgres"].pid, signal.SIGKILL)
    finally:
        keeper.stop_all()

    again, second = start(home)
    try:
        assert second == first
        with connect(second) as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("still here",)
        assert redis.Redis.from_url(second["REDIS_URL"]).ping()
        assert_strangers_are_refused(second)
    finally:
        again.stop_all()


def assert_strangers_are_refused(environment: dict[str, str]) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        connect(environment, password="guessed")
    port = urlsplit(environment["REDIS_URL"]).port
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=port or 0).ping()


def test_a_forgotten_password_is_set_anew_and_the_data_stays(home: Home) -> None:
    keeper, first = start(home, given={"REDIS_URL"})
    with connect(first) as connection:
        connection.execute("CREATE TABLE kept ()")
    keeper.stop_all()
    home.environment_file.unlink()
    again, second = start(home, given={"REDIS_URL"})
    try:
        assert second["DATABASE_URL"] != first["DATABASE_URL"]
        with connect(second) as connection:
            connection.execute("SELECT * FROM kept")
    finally:
        again.stop_all()


def test_with_servers_of_the_users_own_nothing_private_is_started(home: Home, tmp_path: Path) -> None:
    keeper, environment = start(home, given={"DATABASE_URL", "REDIS_URL"})
    assert environment == {}
    assert Ledger(home.ledger).read() == {}
    keeper.stop_all()
    assert not (home.directory / "data").exists()


def test_a_server_of_the_users_own_that_is_down_is_named_without_its_password() -> None:
    url = "postgis://me:confidential@127.0.0.1:1/mine"
    with pytest.raises(CannotRunError, match=r"DATABASE_URL names 127\.0\.0\.1:1") as failure:
        require_answers({"DATABASE_URL": url}, {"DATABASE_URL"})
    assert "confidential" not in str(failure.value)


def test_a_private_broker_keeps_its_address_refuses_strangers_and_shows_its_password_to_nobody(
    home: Home,
) -> None:
    keeper = Keeper(ledger=Ledger(home.ledger), interrupts=Interrupts(), tell=print)
    try:
        first = start_broker(home, keeper, tell=print)
        (entry,) = Ledger(home.ledger).read().values()
        assert os.stat(f"/proc/{entry.pid}").st_uid
        url = urlsplit(first["SAFECITY_MQTT_URL"])
        assert url.hostname == "127.0.0.1"
        assert url.password
        assert url.password.encode() not in Path(f"/proc/{entry.pid}/cmdline").read_bytes()
        assert answer_to(url.port, url.username, url.password) == 0
        assert answer_to(url.port, url.username, "guessed") != 0
        assert answer_to(url.port, None, None) != 0
    finally:
        keeper.stop_all()
    again = Keeper(ledger=Ledger(home.ledger), interrupts=Interrupts(), tell=print)
    try:
        assert start_broker(home, again, tell=print) == first
    finally:
        again.stop_all()


def answer_to(port: int | None, username: str | None, password: str | None) -> int:
    """What the broker answers to a login: 0 is welcome."""
    answers: queue.SimpleQueue[int] = queue.SimpleQueue()
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    client.username_pw_set(username, password)
    client.on_connect = lambda *given: answers.put(given[3].value)
    client.connect("127.0.0.1", port or 0)
    client.loop_start()
    try:
        return answers.get(timeout=20)
    finally:
        client.disconnect()
        client.loop_stop()


def test_without_mosquitto_it_is_said_and_the_portal_starts_without_it(
    home: Home, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("machine.servers.mosquitto_server", lambda: None)
    keeper = Keeper(ledger=Ledger(home.ledger), interrupts=Interrupts(), tell=print)
    assert start_broker(home, keeper, tell=told.append) == {}
    assert "no mosquitto" in told[0]
    assert Ledger(home.ledger).read() == {}

"""`manage.py run_mqtt` as a process: it says what is wrong, and ends by SIGTERM."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.broker import Broker

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 60


def command(url: str) -> "subprocess.Popen[str]":
    """The command on the test database."""
    given = connection.settings_dict
    login = f"{given['USER']}:{given['PASSWORD']}@" if given["USER"] else ""
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_mqtt"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "safecity_portal.settings.development",
            "DATABASE_URL": f"postgis://{login}{given['HOST']}:{given['PORT']}/{given['NAME']}",
            "SAFECITY_MQTT_URL": url,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def lines_until(process: "subprocess.Popen[str]", word: str) -> str:
    assert process.stdout
    read = ""
    for line in process.stdout:
        read += line
        if word in line:
            return read
    raise AssertionError(f"it ended without saying {word}: {read}")


@pytest.mark.django_db(transaction=True)
def test_it_listens_ends_by_sigterm_and_tells_no_password(broker: Broker) -> None:
    process = command(broker.url)
    try:
        said = lines_until(process, "mqtt_listens")
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "only for tests" not in said + rest
    assert "only%20for" not in said + rest


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("url", "says"),
    [("", "names no broker"), ("http://me:confidential@broker.example", "mqtt://user:password@host")],
)
def test_without_a_broker_it_says_so(url: str, says: str) -> None:
    process = command(url)
    said, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert says in said
    assert "confidential" not in said
    assert "Traceback" not in said

"""A real Mosquitto on a free port of loopback, with a login, that can be taken away and brought back."""

import queue
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import paho.mqtt.client as mqtt
import pytest

USER, PASSWORD = "portal", "only for tests: @/"
ENDS_WITHIN_S = 10
ANSWERS_WITHIN_S = 20


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin")
    assert found, f"{name} is missing: bin/install-test-servers installs it"
    return found


@dataclass
class Broker:
    """`broker.publish(topic, payload)` returns when the broker has it; `broker.away()` and `broker.back()`."""

    directory: Path
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    clients: list[mqtt.Client] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"mqtt://{USER}:only%20for%20tests%3A%20%40%2F@127.0.0.1:{self.port}"

    def encrypt(self, certificate: Path, key: Path) -> str:
        """Speak TLS from the next start; the address for clients."""
        conf = self.directory / "mosquitto.conf"
        listener, rest = conf.read_text().split("\n", 1)
        conf.write_text(f"{listener}\ncertfile {certificate}\nkeyfile {key}\n{rest}")
        return self.url.replace("mqtt://", "mqtts://")

    def prepare(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        passwords = self.directory / "passwords"
        passwords.touch(mode=0o600)
        subprocess.run([_program("mosquitto_passwd"), "-b", str(passwords), USER, PASSWORD], check=True)
        (self.directory / "mosquitto.conf").write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous false\npassword_file {passwords}\n"
            f"persistence true\npersistence_location {self.directory}/\nuser root\nlog_dest none\n"
            "max_inflight_messages 0\nmax_queued_messages 100000\n"
        )

    def back(self) -> None:
        self.process = subprocess.Popen([_program("mosquitto"), "-c", str(self.directory / "mosquitto.conf")])
        for _ in range(ANSWERS_WITHIN_S * 100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, "mosquitto ended"
            threading.Event().wait(0.01)
        raise AssertionError("mosquitto does not answer")

    def restart(self) -> None:
        """Stop and start it; devices that are connected notice."""
        self._end()
        self.back()

    def away(self) -> None:
        for client in self.clients:
            client.disconnect()
            client.loop_stop()
        self.clients.clear()
        self._end()

    def _end(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(ENDS_WITHIN_S)
            self.process = None

    def client(self, *, keeps_session: bool = False) -> mqtt.Client:
        """A device of its own; it is connected. One that keeps its session sends on after a break."""
        connected: queue.SimpleQueue[Any] = queue.SimpleQueue()
        client = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2,
            client_id=f"device-{uuid4().hex}",
            clean_session=not keeps_session,
        )
        client.max_inflight_messages_set(1_000)
        client.max_queued_messages_set(0)
        client.reconnect_delay_set(min_delay=0.05, max_delay=0.5)
        client.username_pw_set(USER, PASSWORD)
        client.on_connect = lambda *given: connected.put(given[3])
        client.connect("127.0.0.1", self.port)
        client.loop_start()
        assert connected.get(timeout=ANSWERS_WITHIN_S) == 0
        self.clients.append(client)
        return client

    def publish(self, topic: str, payload: bytes | str, *, qos: int = 1, retain: bool = False) -> None:
        client = self.clients[0] if self.clients else self.client()
        client.publish(topic, payload, qos=qos, retain=retain).wait_for_publish(ANSWERS_WITHIN_S)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    """A broker that runs."""
    broker = Broker(tmp_path)
    broker.prepare()
    broker.back()
    yield broker
    broker.away()

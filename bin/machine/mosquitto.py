"""A private MQTT broker: on loopback, with a password, keeping what nobody has taken yet."""

import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from machine.child import Program
from machine.owner import Owner

USER: Final = "safecity"
# CONNECT of MQTT 3.1.1 with a clean session, a user name and a password; the answer that accepts it
_HELLO: Final = b"\x00\x04MQTT\x04\xc2\x00\x05\x00\x00"
_WELCOME: Final = b"\x20\x02\x00\x00"


def server() -> str | None:
    """The broker of this machine, if there is one; Debian keeps it where only root looks."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Mosquitto:
    """One broker: its name in logs, its directory, address and password."""

    name: str
    directory: Path
    owner: Owner
    log: Path
    password: str

    def program(self, port: int) -> Program:
        """What runs it on a port; the password stands in files of its owner, salted and hashed."""
        self.owner.make_directory(self.directory)
        passwords = self._passwords()
        settings = self._write(
            "mosquitto.conf",
            f"listener {port} 127.0.0.1\nallow_anonymous false\npassword_file {passwords}\n"
            f"persistence true\npersistence_location {self.directory}/\nautosave_interval 60\n"
            "max_queued_messages 100000\nmax_inflight_messages 0\nlog_dest stderr\nlog_type error\nlog_type warning\n",
        )
        program = str(server())
        return Program(self.name, (program, "-c", str(settings)), self.log, self.directory, owner=self.owner)

    def answers(self, port: int) -> bool:
        """Whether it is this broker, with this password, that answers there."""
        login = b"".join(
            len(text).to_bytes(2, "big") + text for text in (USER.encode(), self.password.encode())
        )
        body = _HELLO + login
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"\x10" + bytes([len(body)]) + body)
                return connection.recv(4) == _WELCOME
        except OSError:
            return False

    def url(self, port: int) -> str:
        """Its address for clients."""
        return f"mqtt://{USER}:{self.password}@127.0.0.1:{port}"

    def _passwords(self) -> Path:
        """A file of one user, hashed by the broker's own tool; the password passes through no list of processes."""
        path = self._write("passwords", f"{USER}:{self.password}\n")
        tool = shutil.which("mosquitto_passwd") or "/usr/bin/mosquitto_passwd"
        subprocess.run([tool, "-U", str(path)], check=True, capture_output=True)
        self.owner.take(path)
        return path

    def _write(self, name: str, text: str) -> Path:
        path = self.directory / name
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(text)
        self.owner.take(path)
        return path

"""A private Redis: on loopback, with a password, nothing on disk (emptying it loses no fact)."""

import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from machine.child import Program
from machine.failure import CannotRunError
from machine.owner import Owner


@dataclass(frozen=True)
class Redis:
    """One server: its name in logs, its directory, address and password."""

    name: str
    directory: Path
    owner: Owner
    log: Path
    password: str

    def program(self, port: int) -> Program:
        """What runs it on a port; the password stands in a file, not in the list of processes."""
        self.owner.make_directory(self.directory)
        settings = self.directory / "redis.conf"
        settings.unlink(missing_ok=True)
        settings.touch(mode=0o600)
        settings.write_text(
            f"bind 127.0.0.1\nport {port}\nrequirepass {self.password}\ndir {self.directory}\n"
            'daemonize no\nsave ""\nappendonly no\nmaxmemory 256mb\nmaxmemory-policy noeviction\n'
        )
        self.owner.take(settings)
        return Program(self.name, (_server(), str(settings)), self.log, self.directory, owner=self.owner)

    def answers(self, port: int) -> bool:
        """Whether it is this Redis, with this password, that answers there."""
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return connection.makefile("rb").readline() == b"+OK\r\n"
        except OSError:
            return False

    def url(self, port: int) -> str:
        """Its address for clients."""
        return f"redis://default:{self.password}@127.0.0.1:{port}/0"


def _server() -> str:
    found = shutil.which("redis-server")
    if not found:
        raise CannotRunError("there is no redis-server on this machine", "apt-get install redis-server")
    return found

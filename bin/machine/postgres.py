"""A private PostgreSQL with PostGIS: a cluster of its own, on loopback, with a password, without a socket."""

import os
import re
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from machine.child import Program
from machine.failure import CannotRunError
from machine.owner import Owner

USER = DATABASE = "safecity"
VERSIONS = Path("/usr/lib/postgresql")
OLDEST = 15

_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# of a database that is thrown away: nothing is lost that anyone keeps
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}


@dataclass(frozen=True)
class Postgres:
    """One cluster: its directory, who runs it, and whether what is committed must survive a power cut."""

    directory: Path
    owner: Owner
    log: Path
    password: str
    is_durable: bool = True

    def create(self) -> None:
        """Make the cluster when there is none: beside its place, then moved, so no half-made one counts."""
        if (self.directory / "PG_VERSION").exists():
            return
        unfinished = self.directory.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        password_file = self.directory.with_name("initial-password")
        password_file.unlink(missing_ok=True)
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        self.owner.take(password_file)
        try:
            self._run(
                "initdb",
                "--pgdata",
                unfinished,
                "--username",
                USER,
                "--pwfile",
                password_file,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
            )
        finally:
            password_file.unlink(missing_ok=True)
        unfinished.rename(self.directory)

    def set_password(self) -> None:
        """Give the role this password while no server runs: for a cluster whose password was lost."""
        self._run(
            "postgres",
            "--single",
            "-D",
            self.directory,
            "postgres",
            words=f"ALTER ROLE {USER} PASSWORD '{self.password}';\n",
        )

    def program(self, port: int) -> Program:
        """What runs it on a port."""
        self._remove_stale_lock()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": "256MB",
            "jit": "off",
            "log_line_prefix": "%m ",
            **(_DURABLE if self.is_durable else _THROWAWAY),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        argv = (str(self._bin / "postgres"), "-D", str(self.directory), *options)
        # SIGINT is PostgreSQL's fast shutdown: open sessions are rolled back, nothing committed is lost
        return Program(
            "postgres",
            argv,
            self.log,
            self.directory,
            owner=self.owner,
            stop_signal=signal.SIGINT,
            patience_s=60,
        )

    def answers(self, port: int) -> bool:
        """Whether this cluster, with this password, answers there; makes its database when it is missing."""
        done = self._sql(port, "postgres", f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'")
        if done.returncode == 0 and not done.stdout.strip():
            done = self._sql(port, "postgres", f"CREATE DATABASE {DATABASE}")
        return done.returncode == 0

    def url(self, port: int) -> str:
        """Its address for Django."""
        return f"postgis://{USER}:{self.password}@127.0.0.1:{port}/{DATABASE}"

    @property
    def _bin(self) -> Path:
        """Where the programs of the cluster's version are; of the newest version for a cluster to be made."""
        made_by = self.directory / "PG_VERSION"
        if not made_by.exists():
            return newest_version()
        version = made_by.read_text().strip()
        if not (VERSIONS / version / "bin" / "postgres").exists():
            raise CannotRunError(
                f"PostgreSQL {version}, which made the data under {self.directory}, is no longer installed",
                f"Go on with it: apt-get install postgresql-{version}-postgis-3",
                "or begin anew without it: make clean",
            )
        return VERSIONS / version / "bin"

    def _sql(self, port: int, database: str, statement: str) -> "subprocess.CompletedProcess[str]":
        command = [
            str(self._bin / "psql"),
            "-XqAt",
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-U",
            USER,
            "-d",
            database,
            "-c",
            statement,
        ]
        environment = {
            "PGPASSWORD": self.password,
            "PGCONNECT_TIMEOUT": "3",
            "PATH": os.defpath,
            "LC_ALL": "C.UTF-8",
        }
        return subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)

    def _run(self, program: str, *arguments: str | Path, words: str = "") -> None:
        done = subprocess.run(
            [self._bin / program, *arguments],
            input=words,
            cwd=self.directory.parent,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            **self.owner.popen_arguments(),
        )
        if done.returncode != 0:
            raise CannotRunError(
                f"PostgreSQL's {program} for {self.directory}",
                *(done.stdout + done.stderr).strip().splitlines()[-8:],
            )

    def _remove_stale_lock(self) -> None:
        """After a power cut, or in a new container, another program may have the process id in the lock."""
        lock = self.directory / "postmaster.pid"
        try:
            pid = int(lock.read_text().split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except (FileNotFoundError, ValueError, IndexError):
            command = ""
        if str(self.directory) not in command:
            lock.unlink(missing_ok=True)


def newest_version() -> Path:
    """The programs of the newest PostgreSQL that has PostGIS."""
    found = [
        int(path.name)
        for path in VERSIONS.glob("*")
        if re.fullmatch(r"\d+", path.name)
        and Path(f"/usr/share/postgresql/{path.name}/extension/postgis.control").exists()
    ]
    if not found or max(found) < OLDEST:
        raise CannotRunError(
            "there is no PostgreSQL 15 or newer with PostGIS 3 on this machine",
            "bin/install-system installs it.",
        )
    return VERSIONS / str(max(found)) / "bin"


def new_password() -> str:
    """A password that needs no quoting anywhere."""
    return secrets.token_hex(20)

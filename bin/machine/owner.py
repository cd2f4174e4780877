"""Who runs the private servers: never root, which PostgreSQL refuses and Redis should."""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from machine.failure import CannotRunError

SYSTEM_USER = "safecity"
SYSTEM_DATA = Path("/var/lib/safecity")


@dataclass(frozen=True)
class Owner:
    """The user that servers run as and that their files belong to."""

    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        """Whether nothing has to be dropped."""
        return self.uid == os.geteuid()

    def popen_arguments(self) -> dict[str, Any]:
        """Arguments of `subprocess` that make a program run as this user."""
        return {} if self.is_me else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_write(self, directory: Path) -> bool:
        """Whether this user reaches a directory and may make files in it: the way there counts as well."""
        probe = ["/bin/sh", "-c", 'cd "$0" && test -w .', str(directory)]
        done = subprocess.run(probe, cwd="/", capture_output=True, check=False, **self.popen_arguments())
        return done.returncode == 0

    def make_directory(self, directory: Path) -> None:
        """Make a directory that only this user reads."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.take(directory)

    def take(self, path: Path) -> None:
        """Let a file or directory belong to this user."""
        if not self.is_me:
            os.chown(path, self.uid, self.gid)


def server_owner() -> Owner:
    """This user, or, for root, a system user of the portal's own, made when it is missing."""
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _add_system_user()
    if entry.pw_uid == 0:
        raise CannotRunError(
            f"the user {SYSTEM_USER} is root under another name", "PostgreSQL never runs as root."
        )
    return Owner(entry.pw_uid, entry.pw_gid)


def data_directory(home: Path, owner: Owner) -> Path:
    """Where a home's servers keep their data: inside it, or under /var/lib if the owner cannot reach it."""
    inside = home / "data"
    owner.make_directory(inside)
    if owner.can_write(inside):
        return inside
    inside.rmdir()
    outside = SYSTEM_DATA / hashlib.sha256(str(home).encode()).hexdigest()[:12]
    SYSTEM_DATA.mkdir(mode=0o755, parents=True, exist_ok=True)
    owner.make_directory(outside)
    return outside


def _add_system_user() -> pwd.struct_passwd:
    useradd = (
        shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or "/usr/sbin/useradd"
    )
    command = [
        useradd,
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        str(SYSTEM_DATA),
        "--shell",
        "/usr/sbin/nologin",
        SYSTEM_USER,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotRunError(
            f"no system user {SYSTEM_USER} could be made: {done.stderr.strip()}",
            f"Make it by hand: {' '.join(command)}",
            "or run as an ordinary user.",
        )
    return pwd.getpwnam(SYSTEM_USER)

"""Who runs the private servers: never root, which PostgreSQL refuses and Redis should."""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from machine.checkout import Home
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


def data_directory(home: Home) -> tuple[Path, Owner]:
    """Where a home's servers keep their data, inside it or, out of reach, under /var/lib; and who runs them."""
    inside = home.directory / "data"
    if inside.exists() and inside.stat().st_uid != 0:
        return inside, _owner_of(inside)
    owner = _server_owner(home.root)
    owner.make_directory(inside)
    if owner.can_write(inside):
        return inside, owner
    inside.rmdir()
    outside = SYSTEM_DATA / hashlib.sha256(str(home.directory).encode()).hexdigest()[:12]
    SYSTEM_DATA.mkdir(mode=0o755, parents=True, exist_ok=True)
    owner.make_directory(outside)
    return outside, owner


def _server_owner(checkout: Path) -> Owner:
    """This user; for root the user whose checkout it is, or a system user of the portal's own."""
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid())
    person = _owner_of(checkout)
    if person.uid != 0 and _is_known(person.uid):
        return person
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _add_system_user()
    if entry.pw_uid == 0:
        raise CannotRunError(
            f"the user {SYSTEM_USER} is root under another name", "PostgreSQL never runs as root."
        )
    return Owner(entry.pw_uid, entry.pw_gid)


def _owner_of(path: Path) -> Owner:
    status = path.stat()
    return Owner(status.st_uid, status.st_gid)


def _is_known(uid: int) -> bool:
    """Whether the uid has a name: PostgreSQL refuses to run as one without."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


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

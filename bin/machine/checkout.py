"""Where this checkout keeps what its commands make."""

from dataclasses import dataclass
from pathlib import Path

from machine.failure import CannotRunError

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Home:
    """The place of one command's servers; up, test and bench have one each, and none meets another's data."""

    name: str
    root: Path = ROOT

    @property
    def var(self) -> Path:
        """Everything that commands make, in every home of the checkout."""
        return self.root / "var"

    @property
    def directory(self) -> Path:
        """`var/` for the portal itself, `var/<name>/` for the others."""
        return self.var if self.name == "up" else self.var / self.name

    @property
    def environment_file(self) -> Path:
        """Addresses and passwords of the servers, for other terminals too."""
        return self.directory / "portal.env"

    @property
    def logs(self) -> Path:
        """One file a process."""
        return self.directory / "log"

    @property
    def lock(self) -> Path:
        """Held while the command runs; holds its process id."""
        return self.var / "run" / f"{self.name}.lock"

    @property
    def ledger(self) -> Path:
        """The processes that the command has started."""
        return self.var / "run" / f"{self.name}.json"

    def prepare(self) -> None:
        """Make the directories; raises `CannotRunError` when another user owns them."""
        try:
            for directory in (self.directory, self.logs, self.lock.parent):
                directory.mkdir(parents=True, exist_ok=True)
            probe = self.lock.parent / ".writable"
            probe.touch()
            probe.unlink()
        except PermissionError as error:
            raise CannotRunError(
                f"{error.filename} is not writable",
                "It was made by another user, perhaps by 'sudo make up'.",
                "Go on as that user, or let that user run 'make clean'.",
            ) from error


HOMES = ("up", "test", "bench")

"""The file of `NAME=value` lines that keeps ports and passwords between starts; only its owner reads it."""

import os
from pathlib import Path


def read_env(path: Path) -> dict[str, str]:
    """What the file holds; nothing when it is missing."""
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def write_env(path: Path, values: dict[str, str], *, comment: str) -> None:
    """Replace the file at once, so that a reader never sees half of it."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# {comment}\n")
        file.writelines(f"{name}={value}\n" for name, value in values.items())
    new.replace(path)

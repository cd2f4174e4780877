"""Brings the database up to date: migrations, reference data, the demo; `python -m machine.prepare`."""

import os
import sys
import time

import django
from django.core.management import CommandError, call_command

from machine.settings import read_settings


def main() -> None:
    """Run each command; all of them may run again on a database that has everything."""
    os.dup2(2, 1)  # the standard output of `make up` is left to its one line
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecity_portal.settings.development")
    django.setup()
    commands = ["migrate", "load_reference_data"]
    if read_settings(os.environ).demo:
        commands.append("load_demo")
    for command in commands:
        began = time.monotonic()
        sys.stdout.write(f"== {command}\n")
        sys.stdout.flush()
        try:
            call_command(command, verbosity=0 if command == "migrate" else 1)
        except CommandError as error:
            sys.exit(f"{command}: {error}")
        sys.stdout.write(f"   {command}: {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

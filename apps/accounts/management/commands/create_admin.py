"""`create_admin NAME`: the way into a portal without the demo."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.actions import create_admin
from apps.accounts.audit import acting


class Command(BaseCommand):
    """Parses, calls, prints."""

    help = (
        "Create an admin of the whole nation. The password is asked for twice, or read as one line from the "
        "standard input when that is no terminal."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--language", default="uz", choices=["uz", "ru", "en"])

    def handle(self, *args: Any, name: str, language: str, **options: Any) -> None:
        try:
            with acting(command="create_admin"):
                create_admin(username=name, password=_password(), language=language)
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        self.stdout.write(f"{name} can sign in at /accounts/login/")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Password (again): "):
        raise CommandError("The two passwords differ.")
    return password

"""`issue_api_key NAME --region UZ-TK|--national --scope incidents:write`: a key for another system."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from apps.accounts.actions import issue_key
from apps.accounts.audit import acting
from apps.accounts.models import ApiClient
from apps.accounts.roles import CLIENT_SCOPES
from apps.core.clock import now
from apps.regions.models import Region


class Command(BaseCommand):
    """Parses, calls, prints the key and nothing else to the standard output."""

    help = (
        "Create an API client and print its key, once. A client that exists gets another key; its regions and "
        "scopes become those that are given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--region", action="append", default=[], help="an ISO code; repeat it for more")
        where.add_argument("--national", action="store_true")
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=sorted(word.value for word in CLIENT_SCOPES),
            help="repeat it for more",
        )

    @transaction.atomic
    def handle(
        self, *args: Any, name: str, region: list[str], national: bool, scope: list[str], **_: Any
    ) -> None:
        regions = list(Region.objects.filter(code__in=region))
        if unknown := sorted(set(region) - {row.code for row in regions}):
            codes = ", ".join(Region.objects.values_list("code", flat=True).order_by("code"))
            there = f"there are {codes}" if codes else "no reference data is loaded"
            raise CommandError(f"There is no region {', '.join(unknown)}; {there}.")
        at = now()
        with acting(command="issue_api_key"):
            given = {"is_national": national, "scopes": sorted(set(scope)), "is_active": True}
            client, _created = ApiClient.objects.update_or_create(
                name=name, defaults=given, create_defaults={**given, "created_at": at}
            )
            client.regions.set(regions)
            row, key = issue_key(client=client, at=at)
        self.stderr.write(f"{client.name}: key {row}; it is shown only now.")
        self.stdout.write(key)

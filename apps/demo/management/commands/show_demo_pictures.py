"""`show_demo_pictures`: the demo's cameras answer with drawn pictures on loopback, until Ctrl-C."""

from argparse import ArgumentParser
from typing import Any

from aiohttp import web
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.demo.pictures.server import Pictures


class Command(BaseCommand):
    """Runs until SIGINT or SIGTERM."""

    help = "Show drawn pictures for the demo's cameras, and live video of them where ffmpeg is installed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--portal", default=f"http://127.0.0.1:{settings.SAFECITY_PORT}")

    def handle(self, *args: Any, portal: str, **options: Any) -> None:
        port = settings.SAFECITY_DEMO_PICTURES_PORT
        if not settings.SAFECITY_DEMO or not port:
            raise CommandError("SAFECITY_DEMO_PICTURES_PORT names no port: the demo shows no pictures.")
        web.run_app(
            Pictures(portal).app(),
            host="127.0.0.1",
            port=port,
            print=None,
            access_log=None,
            shutdown_timeout=2,
        )

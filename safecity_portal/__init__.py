"""The project package: settings, addresses and processes. It knows everyone; nobody imports it."""

from safecity_portal.celery import app as celery_app

__all__ = ["celery_app"]

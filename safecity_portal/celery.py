"""The Celery application: reports, imports and what runs by the clock."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecity_portal.settings.development")
app = Celery("safecity")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

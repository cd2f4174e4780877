"""Django's pages and REST as WSGI; asgi.py runs them in a pool of threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safecity_portal.settings.development")
application = get_wsgi_application()

"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

from wtcr_site.warm import warm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wtcr_site.settings")

application = get_wsgi_application()
warm()

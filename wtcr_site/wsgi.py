"""The WSGI application that the server runs."""

import os

import django

from web.requests.readable import Handler
from wtcr_site.warm import warm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wtcr_site.settings")
django.setup(set_prefix=False)

application = Handler()
warm()

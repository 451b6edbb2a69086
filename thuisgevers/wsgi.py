"""The web process's entry; gunicorn loads `thuisgevers.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")
application = get_wsgi_application()

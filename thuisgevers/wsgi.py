"""The web process's entry; gunicorn loads `thuisgevers.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")
application = get_wsgi_application()

from thuisgevers.common.tasks import warm_up  # noqa: E402 - Django's apps must be ready

warm_up()

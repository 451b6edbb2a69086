"""Loaded before pytest-django reads the settings (`-p tests.environment`): the embedded test servers and plain values."""

import os

from thuisgevers import stack

stack.ensure_environment("test")
os.environ.setdefault("DEMO", "1")
os.environ.setdefault("BASE_URL", "http://testserver")
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

"""Thin wrappers for the worker, a module per part; Celery finds them all through this package."""

from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")

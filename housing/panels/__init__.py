"""What parts of housing hang on pages of others; every module here has `register()`."""

from importlib import import_module
from pkgutil import iter_modules


def register_panels() -> None:
    """Fill the register of slots; called once at start."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}").register()

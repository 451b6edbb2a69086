"""How events of housing read on a timeline; every module here holds `SENTENCES` of its own part."""

from importlib import import_module
from pkgutil import iter_modules

from thuisgevers.audit.timeline import tell


def tell_events() -> None:
    """Fill the register of the log; called once at start."""
    for module in iter_modules(__path__):
        for event, (text, icon) in import_module(f"{__name__}.{module.name}").SENTENCES.items():
            tell(event, text, icon)

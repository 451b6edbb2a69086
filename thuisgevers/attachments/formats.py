"""Sizes as people read them."""

from django.template.defaultfilters import filesizeformat


def size_label(size: int) -> str:
    """`25 MB` rather than `25,0 MB`; ordinary spaces, so that it can stand inside an attribute or a message."""
    number, _space, unit = str(filesizeformat(size)).replace("\xa0", " ").partition(" ")
    return f"{number.removesuffix(',0')} {unit}"

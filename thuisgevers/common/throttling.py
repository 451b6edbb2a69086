"""How often one visitor may do something, counted in the cache (which falls back to the database, see `common.cache`)."""

from __future__ import annotations

from hashlib import sha256

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.http import HttpRequest


def is_too_often(request: HttpRequest, action: str, *, most: int, seconds: int, key: str = "") -> bool:
    """Count one more `action` of this visitor (by address, or by `key`) and say whether that is above `most`.

    The window starts at the first one. Asks allauth for the address, so that one setting says how many proxies to trust.
    """
    who = key or get_ip(request)
    name = f"throttle:{action}:{sha256(who.encode()).hexdigest()[:32]}"
    if cache.add(name, 1, seconds):
        return most < 1
    try:
        return cache.incr(name) > most
    except ValueError:  # it expired in between
        cache.add(name, 1, seconds)
        return False

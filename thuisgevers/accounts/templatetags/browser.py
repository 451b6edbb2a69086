"""A browser in words that people recognise."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

register = template.Library()

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def browser_name(user_agent: str) -> str:
    """`Firefox op Windows`; a guess for recognition, never for a decision."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), _("Onbekende browser"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return _("{browser} op {system}").format(browser=browser, system=system) if system else browser

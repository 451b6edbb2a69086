"""What there is to do and where to go, as a municipality knows it: ideas for buddies, and a guide for them and for residents. Nothing
of it is about a person."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from housing.enums import Language
from thuisgevers.municipalities.models import TenantModel

from ..enums import IdeaCost, IdeaKind, IdeaPlace, PlaceKind, Season
from .buddy import choices_of


@pghistory.track()
class ActivityIdea(TenantModel):
    """Something to do together in one municipality: an idea of its own, or what it makes of a national one (`national_key`).

    One with a key takes the place of the national idea with that key (`buddies/data/ideas.json`); without a title it only says that the
    national one is hidden here. Nothing is thrown away: what no longer fits is hidden, and shown again in one press.
    """

    national_key = models.SlugField(max_length=60, blank=True, editable=False)
    title = models.CharField(_("titel"), max_length=80, blank=True)
    text = models.CharField(_("wat u doet"), max_length=500, blank=True)
    kind = models.CharField(_("soort"), max_length=16, choices=IdeaKind.choices)
    cost = models.CharField(_("kosten"), max_length=8, choices=IdeaCost.choices)
    place = models.CharField(_("waar"), max_length=8, choices=IdeaPlace.choices)
    season = models.CharField(_("wanneer"), max_length=8, choices=Season.choices, default=Season.ALL)
    with_children = models.BooleanField(_("ook met kinderen"), default=False)
    little_dutch = models.BooleanField(_("kan met weinig Nederlands"), default=False)
    hidden_on = models.DateField(_("verborgen op"), null=True, editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ("title", "id")
        verbose_name = _("idee om samen te doen")
        verbose_name_plural = _("ideeën om samen te doen")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "national_key"], condition=~Q(national_key=""), name="idea_national_once"
            ),
            models.UniqueConstraint("municipality", Lower("title"), condition=~Q(title=""), name="idea_title_once"),
            models.CheckConstraint(condition=~Q(title="") | ~Q(national_key=""), name="idea_says_something"),
        ]

    def __str__(self) -> str:
        return self.title or self.national_key


@pghistory.track()
class LocalPlace(TenantModel):
    """Somewhere to go in or near a municipality, with what one wants to know beforehand. `opening` is as people say it; `languages` are
    spoken there beside Dutch."""

    kind = models.CharField(_("soort"), max_length=16, choices=PlaceKind.choices)
    name = models.CharField(_("naam"), max_length=120)
    address = models.CharField(_("adres"), max_length=160, blank=True)
    opening = models.CharField(_("wanneer open"), max_length=200, blank=True)
    telephone = models.CharField(_("telefoon"), max_length=20, blank=True)
    url = models.URLField(_("website"), max_length=300, blank=True)
    languages = choices_of(Language, _("talen die men er spreekt"))
    text = models.CharField(_("goed om te weten"), max_length=300, blank=True)
    hidden_on = models.DateField(_("verborgen op"), null=True, editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ("kind", "name", "id")
        verbose_name = _("plek in de wegwijzer")
        verbose_name_plural = _("plekken in de wegwijzer")
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "kind", Lower("name"), name="place_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

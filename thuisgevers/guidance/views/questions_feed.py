"""`/vraagbaak/antwoorden.atom`: what was published last, for who follows along."""

from __future__ import annotations

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.notifications.services.messages import absolute_url

from ..models import PublishedAnswer
from ..queries.questions import IN_FEED, published_answers


class AnswerFeed(Feed):  # type: ignore[type-arg]
    """Everybody's: it never asks who reads. Addresses are absolute ones of this site, whatever host was asked."""

    feed_type = Atom1Feed
    feed_guid = "urn:thuisgevers:vraagbaak"

    def title(self) -> str:
        return _("De Thuisgevers: vraagbaak")

    def subtitle(self) -> str:
        return _("Vragen van vrijwilligers en gemeenten, met hun antwoord")

    def link(self) -> str:
        return absolute_url(reverse("guidance:question_search"))

    def feed_url(self) -> str:
        return absolute_url(reverse("guidance:answer_feed"))

    def get_object(self, request: Request) -> Request:  # type: ignore[override]
        return request

    def items(self, request: Request) -> list[PublishedAnswer]:
        return list(published_answers(request.access).order_by("-published_at", "id")[:IN_FEED])

    def item_title(self, item: PublishedAnswer) -> str:
        return item.title

    def item_description(self, item: PublishedAnswer) -> str:
        return item.answer

    def item_link(self, item: PublishedAnswer) -> str:
        return absolute_url(reverse("guidance:answer_detail", args=[item.pk]))

    def item_guid(self, item: PublishedAnswer) -> str:
        return f"urn:uuid:{item.pk}"

    def item_pubdate(self, item: PublishedAnswer) -> datetime:
        return item.published_at

    def item_updateddate(self, item: PublishedAnswer) -> datetime:
        return item.updated_at

    def item_categories(self, item: PublishedAnswer) -> list[str]:
        return [str(item.get_theme_display())]


@require_safe
@gate(public="published answers are for everybody, also in a reader")
def answer_feed(request: Request) -> HttpResponse:
    return AnswerFeed()(request)

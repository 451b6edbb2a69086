"""The file of a card, made by the worker of the documents. Not a `Document`: that keeps its facts and its file for good and is read by
everybody who reads documents, and here both carry a secret. So the card's own row is the job, its file is encrypted in it, and after
a day nothing of it is left."""

from __future__ import annotations

import base64
import logging
from uuid import UUID

import segno
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from thuisgevers.audit.transitions import transition
from thuisgevers.common.who import acting
from thuisgevers.documents.rendering import FontsMissing, PdfMetadata, RenderingFailed, render_pdf
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.services.messages import absolute_url

from ...enums import WelcomeCardState, WelcomeLanguage
from ...models import WelcomeCard
from ...permissions.welcome import can_view_welcome_card
from ...states import WELCOME_CARD

logger = logging.getLogger(__name__)

QUEUE = "welcome_cards"


def print_card(card_id: UUID) -> bool:
    """Make the file of one card, as the job that its row is and with the maker's own rights. True when this call made it; delivered
    twice it does its work once. The code goes from the row with the transaction that has the file."""
    with transaction.atomic(), acting(job=f"{QUEUE}:{card_id}"):
        rows = WelcomeCard.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        card = rows.select_related("municipality", "made_by").filter(pk=card_id).first()
        if card is None or card.state != WelcomeCardState.REQUESTED:
            return False
        try:
            content = card_pdf(card, _code_of(card))
        except (RenderingFailed, FontsMissing):
            logger.exception("the card %s could not be made", card_id)
            _move(card, "fail", {"code": ""})
            return False
        _move(card, "print", {"pdf": base64.b64encode(content).decode(), "code": ""})
    return True


def _code_of(card: WelcomeCard) -> str:
    """Raises RenderingFailed where the maker lost the right, or the code was taken away."""
    if not card.code or not can_view_welcome_card(Access.for_user(card.made_by, second_factor=True), card):
        raise RenderingFailed("the maker may not make cards here any more, or the code is gone")
    return card.code


def card_pdf(card: WelcomeCard, code: str) -> bytes:
    """A5, in the language of the card with a line of Dutch: no name, no address, no digits."""
    with translation.override(card.language):
        title = _("Uw eigen pagina")
        html = render_to_string(
            "buddies/welcome/card.html",
            {
                "language": card.language,
                "is_rtl": translation.get_language_bidi(),
                "is_dutch": card.language == WelcomeLanguage.DUTCH,
                "place": card.municipality.name,
                "title": title,
                "qr": segno.make(card_url(card, code), error="m", micro=False).svg_data_uri(border=4, scale=8),
            },
        )
        metadata = PdfMetadata(title=title, identifier=str(card.pk), created=card.created_at, language=card.language)
    return render_pdf(html, metadata=metadata).content


def card_url(card: WelcomeCard, code: str) -> str:
    return f"{absolute_url(reverse('buddies:welcome', kwargs={'code': code}))}?taal={card.language}"


def _move(card: WelcomeCard, name: str, changes: dict[str, object]) -> None:
    transition(
        access=Access.nobody(),
        obj=card,
        machine=WELCOME_CARD,
        name=name,
        may=lambda _access, _card: True,
        changes=changes,
    )

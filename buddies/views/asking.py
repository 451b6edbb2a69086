"""From a buddy's pages to the question desk. Nothing of a household goes along: not in the address, not in the question."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from initiatives.enums import HelpTopic
from thuisgevers.common.sensitive import Finding
from thuisgevers.guidance.enums import Audience
from thuisgevers.guidance.views.questions import Origin, ask_from
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import BuddyState
from ..models import Buddy
from ..permissions.buddies import own_buddies
from ..queries.mine import names_of_mine
from .mine import OWN

OVER = (BuddyState.LEFT, BuddyState.DECLINED)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gate(account=OWN)
def ask_desk(request: Request) -> HttpResponse:
    """The form of the question desk, which knows the initiative and the municipality of the buddy. `?plaats=` says which, for who is a
    buddy in several; without it the page asks. Who stopped asks as everybody."""
    rows = list(own_buddies(request.access).select_related("municipality").order_by("created_at", "id"))
    if not rows:
        raise Http404
    rows = [row for row in rows if row.state not in OVER]
    if not rows:
        return redirect("guidance:question_ask")
    wanted = request.GET.get("plaats", "")
    chosen = [row for row in rows if row.municipality.slug == wanted] or rows
    if len(chosen) > 1:
        return render(request, "buddies/ask_place.html", {"buddies": rows})
    return ask_from(request, _origin(request, chosen[0]))


def _origin(request: Request, buddy: Buddy) -> Origin:
    return Origin(
        back_url=reverse("buddies:my_matches"),
        lead=_(
            "Wie antwoordt, ziet uw naam, %(place)s en uw initiatief. Niet van wie u buddy bent: noem dus geen namen."
        )
        % {"place": buddy.municipality.name},
        theme=HelpTopic.BUDDIES,
        facts={
            "audience": Audience.INITIATIVE,
            "municipality": buddy.municipality,
            "initiative_id": buddy.initiative_id,
        },
        found_in=lambda text: _names_in(request, text),
    )


def _names_in(request: Request, text: str) -> list[Finding]:
    """Whether a first name of one's own household stands in the text. Only asked of a text that was sent."""
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    if not words & {word for name in names_of_mine(request.access) for word in name.casefold().split()}:
        return []
    return [Finding("name", _("Er staat een naam in van iemand van uw huishouden. Schrijf liever “een bewoner”."))]

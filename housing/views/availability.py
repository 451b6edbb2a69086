"""`/pand-beschikbaar/<token>/`: what the monthly mail opens. Opening changes nothing (mail scanners follow links); a button
does, and can be taken back until the link ends."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from housing.enums import AnswerChannel, AvailabilityAnswer
from housing.forms.availability import AnswerForm
from housing.models import Property
from housing.permissions.owners import answerable_properties, viewable_asks
from housing.queries.property_page import title_of
from housing.queries.property_parts import ask_line
from housing.services.availability import answer_availability, undo_answer
from housing.views.property_acting import UNPROCESSABLE, form_page, note_read
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request


@form_page
@gate(link=LinkPurpose.AVAILABILITY)
def availability_open(request: Request, token: str) -> HttpResponse:
    place = _place(request)
    note_read(request, place, "availability_link")
    if request.method != "POST":
        return _page(request, place, AnswerForm(), token)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, place, form, token, status=UNPROCESSABLE)
    answer_availability(
        access=request.access,
        property=place,
        answer=AvailabilityAnswer(form.cleaned_data["answer"]),
        channel=AnswerChannel.LINK,
        later_on=form.cleaned_data["later_on"],
    )
    return HttpResponseRedirect(f"{reverse('housing:availability_open', args=[token])}#dank")


@require_POST
@gate(link=LinkPurpose.AVAILABILITY)
def availability_undo(request: Request, token: str) -> HttpResponse:
    undo_answer(access=request.access, property=_place(request))
    return HttpResponseRedirect(reverse("housing:availability_open", args=[token]))


def _place(request: Request) -> Property:
    rows = answerable_properties(request.access).select_related("municipality")
    return request.access.get_or_404(rows, pk=request.link.object_id)


def _page(request: Request, place: Property, form: AnswerForm, token: str, *, status: int = 200) -> HttpResponse:
    """Answered: thanks, with the way back. Otherwise the three buttons."""
    newest = viewable_asks(request.access).filter(property=place).first()
    said = ask_line(newest) if newest is not None and newest.answer else None
    context = {
        "place": place,
        "title": title_of(place),
        "municipality": place.municipality,
        "form": form,
        "said": said,
        "token": token,
        "ends_on": request.link.expires_at,
    }
    return render(request, "housing/availability_open.html", context, status=status)

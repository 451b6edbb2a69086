"""The same dossier as the team sees it: without what officials write to each other."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.forms.dossier import AnswerForm, WithdrawForm
from initiatives.permissions import can_lead_initiative, can_withdraw_dossier, viewable_information_requests
from initiatives.queries.dossier_page import dossier_page, named_dossiers, page_dossiers
from initiatives.queries.dossier_parts import due
from initiatives.queries.progress import progress_of
from initiatives.services.locking import version_of
from initiatives.services.questions import answer_information
from initiatives.services.review import withdraw_dossier
from initiatives.views.dossier_acting import ActionPage, act, team_dossier
from initiatives.views.dossier_detail import ask_document, whole_timeline
from initiatives.views.dossier_steps import form_page
from thuisgevers.audit.services import log_read
from thuisgevers.common.addresses import address
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

WITHDRAWABLE = ("submitted", "in_review", "awaiting_information", "suspended", "advised")


@require_safe
@gate(permission=Capability.DOSSIER_READ)
def my_dossier(request: Request, pk: UUID) -> HttpResponse:
    dossier = team_dossier(request, pk, page_dossiers)
    log_read(
        access=request.access,
        purpose="my_dossier",
        object_type="initiatives.Dossier",
        object_ids=[dossier.pk],
        municipality=dossier.municipality,
    )
    page = dossier_page(request.access, dossier, is_official=False)
    open_questions = [question for question in page.questions if question.is_open]
    context = {
        "p": page,
        "dossier": dossier,
        "initiative": dossier.initiative,
        "municipality": dossier.municipality,
        "progress": progress_of(dossier.initiative, dossier),
        "open_questions": open_questions,
        "answer_form": AnswerForm(),
        "may_withdraw": dossier.state in WITHDRAWABLE and can_withdraw_dossier(request.access, dossier),
        "may_publish": can_lead_initiative(request.access, dossier.initiative),
        "timeline_url": address("initiatives:my_dossier_timeline", dossier.pk),
        "next": request.path,
    }
    return render(request, "initiatives/my_dossier.html", context)


@require_safe
@gate(permission=Capability.DOSSIER_READ)
def my_dossier_timeline(request: Request, pk: UUID) -> HttpResponse:
    return whole_timeline(request, team_dossier(request, pk, named_dossiers), is_official=False)


@form_page
@gate(permission=Capability.DOSSIER_ANSWER)
def my_dossier_answer(request: Request, pk: UUID, question_pk: UUID) -> HttpResponse:
    dossier = team_dossier(request, pk)
    question = request.access.get_or_404(
        viewable_information_requests(request.access).select_related("dossier", "asked_by", "municipality"),
        pk=question_pk,
        dossier=dossier,
    )
    page = ActionPage(
        title=_("Vraag van de gemeente"),
        icon="message-question",
        visible=_("het initiatief en de gemeente"),
        button=_("Antwoord versturen"),
        done=_("Uw antwoord is verstuurd. De gemeente is nu weer aan zet."),
        anchor="vragen",
        template="initiatives/my_dossier_answer.html",
        context={"question": question, "question_deadline": due(question.due_on)},
    )
    return act(
        request,
        dossier,
        AnswerForm,
        lambda form: answer_information(access=request.access, question=question, answer=form.cleaned_data["answer"]),
        page,
        is_official=False,
    )


@form_page
@gate(permission=Capability.DOSSIER_WITHDRAW)
def my_dossier_withdraw(request: Request, pk: UUID) -> HttpResponse:
    dossier = team_dossier(request, pk)
    page = ActionPage(
        title=_("“%(name)s” intrekken?") % {"name": dossier.initiative.name},
        lead=_(
            "De gemeente stopt met de beoordeling en leest uw reden. Later weer beginnen kan: vraag dat aan de gemeente."
        ),
        icon="x",
        visible=_("het initiatief en de gemeente"),
        is_danger=True,
        button=_("Intrekken"),
        done=_("Het dossier is ingetrokken. De gemeente heeft bericht gekregen."),
    )
    return act(
        request,
        dossier,
        lambda data: WithdrawForm(data, initial={"seen": version_of(dossier)}),
        lambda form: withdraw_dossier(access=request.access, dossier=dossier, **form.cleaned_data),
        page,
        is_official=False,
    )


@require_POST
@gate(permission=Capability.DOCUMENT_REQUEST)
def my_dossier_document(request: Request, pk: UUID, kind: str) -> HttpResponse:
    return ask_document(request, team_dossier(request, pk), kind, is_official=False)

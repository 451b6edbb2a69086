"""The form of a visit: a page that works without script, and the address to which a phone sends what it kept."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.forms.suitability import (
    AnswerForm,
    FormPart,
    SentAnswer,
    SubmitForm,
    answer_as_json,
    form_parts,
    sent_answers,
)
from housing.models import Assessment, CheckAttachment
from housing.permissions.suitability import can_fill_assessment
from housing.queries.suitability import Summary, criteria_on, summary_of
from housing.queries.suitability_pages import property_url
from housing.services.suitability import (
    Given,
    IncompleteError,
    NotDraftError,
    OtherAnswerError,
    record_check,
    submit_assessment,
)
from housing.views.suitability import (
    CONFLICT,
    UNPROCESSABLE,
    detail_url,
    form_page,
    must_assess,
    one_assessment,
    show_detail,
    store_key,
)
from thuisgevers.attachments.formats import size_label
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.sensitive import sensitive_findings
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request


@form_page
@gate(permission=Capability.PROPERTY_ASSESS)
def assessment_visit(request: Request, pk: UUID) -> HttpResponse:
    """All questions, a part of the walk at a time. Sent as a form it writes what changed; other people's answers are never
    replaced unseen. The button "indienen" hands the round in after that."""
    assessment = one_assessment(request, pk)
    must_assess(request, assessment)
    if not can_fill_assessment(request.access, assessment):
        if request.method == "POST":
            problem = _("Deze toets is al %(state)s; er wordt niets meer veranderd.")
            return show_detail(
                request, assessment, status=CONFLICT, problem=problem % {"state": assessment.get_state_display()}
            )
        return HttpResponseRedirect(detail_url(assessment))
    summary = summary_of(assessment)
    if request.method != "POST":
        return _page(request, assessment, summary, form_parts(summary.parts))
    parts = form_parts(summary.parts, request.POST)
    remark = SubmitForm(request.POST)
    answers = [form for part in parts for form in part.forms]
    refused = [form for form in answers if not form.is_valid()]
    if refused or not remark.is_valid():
        return _page(request, assessment, summary, parts, remark=remark, status=UNPROCESSABLE)
    try:
        with transaction.atomic():
            clashes = _write(request, assessment, answers)
    except NotDraftError as conflict:
        return show_detail(request, one_assessment(request, pk), status=CONFLICT, problem=conflict.message)
    if clashes:
        problem = _("Een collega gaf intussen een ander antwoord. Uw andere antwoorden zijn bewaard.")
        return _page(request, assessment, summary, parts, remark=remark, status=CONFLICT, problem=problem)
    if request.POST.get("daarna") != "indienen":
        messages.success(request, _("Uw antwoorden zijn bewaard."))
        return HttpResponseRedirect(request.path)
    return _submit(request, assessment, remark)


def _write(request: Request, assessment: Assessment, answers: list[AnswerForm]) -> int:
    """Write what changed; marks the questions where a colleague was first and returns how many."""
    clashes = 0
    for form in answers:
        if not form.is_answered or not form.is_changed:
            continue
        given = form.cleaned_data
        try:
            form.fresh = record_check(
                access=request.access,
                assessment=assessment,
                criterion=form.criterion,
                outcome=given["outcome"],
                failure_reason=given["failure_reason"],
                note=given["note"],
                given=Given(seen=given.get("seen") or 0),
            )
        except OtherAnswerError as other:
            form.theirs = form.fresh = other.theirs
            clashes += 1
    return clashes


def _submit(request: Request, assessment: Assessment, remark: SubmitForm) -> HttpResponse:
    try:
        with transaction.atomic():
            submit_assessment(access=request.access, assessment=assessment, remark=remark.cleaned_data["remark"])
    except IncompleteError as incomplete:
        summary = summary_of(assessment)
        return _page(
            request,
            assessment,
            summary,
            form_parts(summary.parts),
            remark=remark,
            status=UNPROCESSABLE,
            problem=incomplete.message,
            shows_missing=True,
        )
    except ConflictError as conflict:
        return show_detail(request, one_assessment(request, assessment.pk), status=CONFLICT, problem=conflict.message)
    messages.success(request, _("De toets is ingediend. Een ambtenaar van de gemeente ondertekent de uitslag."))
    return HttpResponseRedirect(detail_url(assessment))


def _page(
    request: Request,
    assessment: Assessment,
    summary: Summary,
    parts: list[FormPart],
    *,
    remark: SubmitForm | None = None,
    status: int = 200,
    problem: str = "",
    shows_missing: bool = False,
) -> HttpResponse:
    counts: dict[UUID, int] = {}
    for criterion_id in CheckAttachment.objects.filter(assessment=assessment).values_list("criterion_id", flat=True):
        counts[criterion_id] = counts.get(criterion_id, 0) + 1
    texts = []
    for part in parts:
        for form in part.forms:
            form.photo_count = counts.get(form.criterion.pk, 0)
            texts += [str(form["failure_reason"].value() or ""), str(form["note"].value() or "")]
    slug = assessment.municipality.slug
    context = {
        "municipality": assessment.municipality,
        "assessment": assessment,
        "place": assessment.property,
        "property_url": property_url(request.access, assessment.property),
        "parts": parts,
        "summary": summary,
        "remark": remark or SubmitForm(initial={"remark": assessment.remark}),
        "errors": [
            (form, field, error)
            for part in parts
            for form in part.forms
            for field in form.visible_fields()
            for error in field.errors
        ],
        "problem": problem,
        "missing": summary.missing if shows_missing else [],
        "findings": sensitive_findings("\n".join(text for text in texts if text)),
        "sync_url": reverse("housing:assessment_sync", args=[slug, assessment.pk]),
        "back_url": detail_url(assessment),
        "store_key": store_key(request, assessment),
        "most_bytes": settings.ATTACHMENT_MAX_BYTES,
        "most_label": size_label(settings.ATTACHMENT_MAX_BYTES),
    }
    return render(request, "housing/assessment_visit.html", context, status=status)


@require_POST
@gate(permission=Capability.PROPERTY_ASSESS)
def assessment_sync(request: Request, pk: UUID) -> HttpResponse:
    """What a phone kept, as JSON: each answer once, however often it is sent.

    200: all are in. 409: for some a colleague was first, or the round is over; both answers are in the reply and nothing of
    theirs was replaced. 422: some lack a reason. 400: not answers at all.
    """
    assessment = one_assessment(request, pk)
    must_assess(request, assessment)
    try:
        answers = sent_answers(json.loads(request.body))
    except (ValueError, ValidationError, RecursionError):
        return JsonResponse({"error": _("Dit zijn geen antwoorden van een toets.")}, status=400)
    criteria = {criterion.key: criterion for criterion in criteria_on(assessment.visited_on)}
    results = [_take(request, assessment, criteria, answer) for answer in sorted(answers, key=lambda a: a.answered_at)]
    kinds = {result["status"] for result in results}
    status = CONFLICT if kinds & {"conflict", "over"} else UNPROCESSABLE if "invalid" in kinds else 200
    summary = summary_of(assessment)
    return JsonResponse(
        {"results": results, "answered": summary.answered, "missing": len(summary.missing)}, status=status
    )


def _take(request: Request, assessment: Assessment, criteria: dict[str, Any], answer: SentAnswer) -> dict[str, Any]:
    found: dict[str, Any] = {"client_id": str(answer.client_id), "key": answer.key}
    criterion = criteria.get(answer.key)
    if criterion is None:
        return {**found, "status": "invalid", "errors": {"outcome": _("Deze vraag bestaat niet.")}}
    try:
        held = record_check(
            access=request.access,
            assessment=assessment,
            criterion=criterion,
            outcome=answer.outcome,
            failure_reason=answer.failure_reason if answer.outcome == "failed" else "",
            note=answer.note,
            given=Given(client_id=answer.client_id, answered_at=answer.answered_at, seen=answer.seen),
        )
    except OtherAnswerError as other:
        return {**found, "status": "conflict", "message": other.message, "theirs": answer_as_json(other.theirs)}
    except NotDraftError as over:
        return {**found, "status": "over", "message": over.message}
    except ValidationError as error:
        return {**found, "status": "invalid", "errors": {name: said[0] for name, said in error.message_dict.items()}}
    return {**found, "status": "saved", "now": answer_as_json(held)}

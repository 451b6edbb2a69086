"""Importing properties and households: hand in a file, look at the dry run, start it, follow it, or stop it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing.enums import ImportKind, ImportState
from housing.forms.imports import UploadForm
from housing.importing.columns import COLUMNS
from housing.models import ImportJob
from housing.permissions.imports import viewable_imports
from housing.services.imports import cancel_import, progress_of, start_import, upload_import
from thuisgevers.common.spreadsheets import CSV, as_csv
from thuisgevers.common.uploads import takes_files
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

SHOWN, PER_PAGE = 30, 50
UNPROCESSABLE = 422
LOOKS = {
    ImportState.WAITING: ("info", "hourglass"),
    ImportState.CHECKING: ("info", "refresh"),
    ImportState.CHECKED: ("accent", "checklist"),
    ImportState.REFUSED: ("negative", "circle-x"),
    ImportState.QUEUED: ("info", "hourglass"),
    ImportState.IMPORTING: ("info", "refresh"),
    ImportState.DONE: ("positive", "circle-check"),
    ImportState.FAILED: ("negative", "alert-triangle"),
    ImportState.CANCELLED: ("neutral", "x"),
    ImportState.EXPIRED: ("neutral", "clock"),
}


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.IMPORT_RUN)
def import_list(request: Request) -> HttpResponse:
    request.access.require(Capability.IMPORT_RUN, municipality=request.municipality)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with transaction.atomic():
                job = upload_import(
                    access=request.access,
                    municipality=request.municipality,
                    kind=form.cleaned_data["kind"],
                    file_name=file.name,
                    content=file.read(),
                )
        except ValidationError as error:
            form.add_error("file", error.message_dict["file"])
        else:
            return HttpResponseRedirect(_url(request, job))
    rows = viewable_imports(request.access).filter(municipality=request.municipality)
    jobs = list(rows.defer("content", "problems").select_related("requested_by")[:SHOWN])
    context = {
        "municipality": request.municipality,
        "form": form,
        "jobs": [(job, *LOOKS[ImportState(job.state)]) for job in jobs],
        "templates": [
            {
                "label": ImportKind(kind).label,
                "url": reverse("housing:import_template", args=[request.municipality.slug, kind]),
            }
            for kind in COLUMNS
        ],
    }
    return render(request, "housing/import_list.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_safe
@gate(permission=Capability.IMPORT_RUN)
def import_detail(request: Request, pk: UUID) -> HttpResponse:
    job = _job(request, pk)
    tone, icon = LOOKS[ImportState(job.state)]
    labels = {column.name: column.label for column in COLUMNS[job.kind]}
    context = {
        "municipality": request.municipality,
        "job": job,
        "tone": tone,
        "icon": icon,
        "page": Paginator(job.problems, PER_PAGE).get_page(request.GET.get("pagina")),
        "columns": [(heading, labels.get(name, name)) for heading, name in job.columns],
        "progress": progress_of(job),
        "may_cancel": job.is_busy or job.state == ImportState.CHECKED,
    }
    return render(request, "housing/import_detail.html", context)


@require_POST
@gate(permission=Capability.IMPORT_RUN)
def import_start(request: Request, pk: UUID) -> HttpResponse:
    job = _job(request, pk)
    try:
        with transaction.atomic():
            start_import(access=request.access, job=job)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(_url(request, job))


@require_POST
@gate(permission=Capability.IMPORT_RUN)
def import_cancel(request: Request, pk: UUID) -> HttpResponse:
    job = _job(request, pk)
    cancel_import(access=request.access, job=job)
    messages.success(request, _("De import is gestopt. Er is niets bewaard en het bestand is weg."))
    return HttpResponseRedirect(_url(request, job))


@require_safe
@gate(permission=Capability.IMPORT_RUN)
def import_problems(request: Request, pk: UUID) -> HttpResponse:
    """All problems as a file, to repair the spreadsheet by."""
    job = _job(request, pk)
    lines = ([str(row), column, text] for row, column, text in job.problems)
    content = as_csv([_("Rij"), _("Kolom"), _("Wat te doen")], lines)
    return _file(content, f"fouten-import-{job.pk.hex[-6:]}.csv")


@require_safe
@gate(permission=Capability.IMPORT_RUN)
def import_template(request: Request, kind: str) -> HttpResponse:
    """An empty file with the headings and one example row."""
    if kind not in COLUMNS:
        raise Http404
    columns = COLUMNS[kind]
    content = as_csv([column.label for column in columns], [[column.example for column in columns]])
    return _file(content, f"sjabloon-{ImportKind(kind).label}.csv")


def _job(request: Request, pk: UUID) -> ImportJob:
    request.access.require(Capability.IMPORT_RUN, municipality=request.municipality)
    return request.access.get_or_404(viewable_imports(request.access).select_related("requested_by"), pk=pk)


def _url(request: Request, job: ImportJob) -> str:
    return reverse("housing:import_detail", args=[request.municipality.slug, job.pk])


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=CSV, headers={"Content-Disposition": f'attachment; filename="{name}"'})

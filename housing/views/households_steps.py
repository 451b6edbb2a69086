"""The few large steps of a household: split, merge, not coming after all, and undoing that."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from housing.forms.households import AskedForm, MergeForm, ReasonForm, SplitForm
from housing.models import Household
from housing.permissions.households import editable_households, viewable_people
from housing.services.households import cancel_household, reopen_household, version_of
from housing.services.households_splitting import OwnWord, merge_households, split_household
from housing.views.households_acting import ActionPage, act, form_page, one_household, page_url
from thuisgevers.common.ids import clean_reference
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request


@form_page
@gate(permission=Capability.HOUSEHOLD_WRITE)
def household_cancel(request: Request, pk: UUID) -> HttpResponse:
    household = one_household(request, pk)
    page = ActionPage(
        title=_("%(reference)s ontkoppelen?") % {"reference": household.reference},
        lead=_("Het huishouden komt dan niet bij u wonen. U kunt dit terugdraaien."),
        button=_("Ontkoppelen"),
        icon="x",
        is_danger=True,
        done=_("Het huishouden is ontkoppeld. Op de pagina kunt u dit terugdraaien."),
        purpose="household_cancel",
    )
    return act(
        request,
        household,
        ReasonForm,
        lambda form: cancel_household(
            access=request.access, household=household, reason=form.cleaned_data["reason"]
        ),
        page,
    )  # fmt: skip


@form_page
@gate(permission=Capability.HOUSEHOLD_WRITE)
def household_reopen(request: Request, pk: UUID) -> HttpResponse:
    household = one_household(request, pk)
    page = ActionPage(
        title=_("Ontkoppeling van %(reference)s terugdraaien?") % {"reference": household.reference},
        button=_("Terugdraaien"),
        icon="arrow-back-up",
        done=_("Het huishouden is weer gekoppeld."),
        purpose="household_reopen",
    )
    return act(
        request,
        household,
        ReasonForm,
        lambda form: reopen_household(
            access=request.access, household=household, reason=form.cleaned_data["reason"]
        ),
        page,
    )  # fmt: skip


@form_page
@gate(permission=Capability.HOUSEHOLD_WRITE)
def household_split(request: Request, pk: UUID) -> HttpResponse:
    household = request.access.get_or_404(
        editable_households(request.access).select_related("handler", "municipality"), pk=pk
    )
    people = list(viewable_people(request.access).filter(household=household))
    page = ActionPage(
        title=_("%(reference)s splitsen") % {"reference": household.reference},
        lead=_(
            "Alleen als het huishouden daar zelf om vraagt. Wie gaan er naar een nieuw huishouden?"
            " Een lopende plaatsing blijft bij wie hier blijven."
        ),
        button=_("Splitsen"),
        icon="arrows-split",
        done=_("Het huishouden is gesplitst. Dit is het nieuwe huishouden."),
        purpose="household_split",
        template="housing/household_split.html",
    )
    return act(
        request,
        household,
        lambda data: SplitForm(data, household=household, people=people, initial={"seen": version_of(household)}),
        lambda form: split_household(
            access=request.access,
            household=household,
            leaving=form.leaving,
            people=[UUID(value) for value in form.cleaned_data["people"]],
            word=_word(form),
            seen=form.cleaned_data["seen"],
        ),
        page,
        target=page_url,
    )


@form_page
@gate(permission=Capability.HOUSEHOLD_WRITE)
def household_merge(request: Request, pk: UUID) -> HttpResponse:
    household = request.access.get_or_404(
        editable_households(request.access).select_related("handler", "municipality"), pk=pk
    )
    page = ActionPage(
        title=_("%(reference)s samenvoegen met een ander huishouden") % {"reference": household.reference},
        lead=_(
            "Alleen als beide huishoudens daar zelf om vragen. Dit huishouden blijft bestaan, het andere gaat erin op."
        ),
        button=_("Samenvoegen"),
        icon="arrows-join",
        is_danger=True,
        done=_("De huishoudens zijn samengevoegd."),
        purpose="household_merge",
    )
    return act(
        request,
        household,
        lambda data: MergeForm(data, initial={"seen": version_of(household)}),
        lambda form: merge_households(
            access=request.access,
            household=household,
            other=_other(request, form.cleaned_data["other"]),
            word=_word(form),
            seen=form.cleaned_data["seen"],
        ),
        page,
    )


def _other(request: Request, text: str) -> Household:
    """A household of the same municipality by its reference; one of elsewhere is as unknown as one that never was."""
    found = (
        editable_households(request.access).filter(
            municipality=request.municipality, reference=clean_reference(text, prefix="HH")
        )
    ).first()
    if found is None:
        raise ValidationError({"other": _("Geen lopend huishouden met dit kenmerk in uw gemeente. Controleer het.")})
    return found


def _word(form: AskedForm) -> OwnWord:
    return OwnWord(
        asked_on=form.cleaned_data["asked_on"],
        asked_in=form.cleaned_data["asked_in"],
        interpreter=bool(form.cleaned_data["interpreter"]),
    )

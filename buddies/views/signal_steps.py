"""The steps of a signal, each with its words, its form and what it does."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _lazy

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.access import Access

from ..enums import MeldcodeStep, SignalOutcome, SignalState
from ..forms.signals import CloseSignalForm, LeaveOutForm, ReopenSignalForm, TakeStepForm
from ..models import SafeguardingSignal, SignalAddressee, SignalWarning
from ..permissions.signals import is_adviser
from ..services.signals import passing_on, receiving
from .steps import Step

S = SignalState
OPEN = (S.ACKNOWLEDGED, S.IN_PROGRESS)


def _removable(access: Access, signal: SafeguardingSignal) -> list[tuple[str, str]]:
    """Who has it or is asked to talk first: an adviser may leave out anybody, a coordinator themselves."""
    rows = SignalAddressee.objects.filter(signal=signal, ended_at__isnull=True).select_related("user")
    if not is_adviser(access, signal):
        rows = rows.filter(user=access.user)
    found = [
        (str(row.user_id), str(_lazy("ikzelf")) if row.user == access.user else row.user.display_name)
        for row in rows.order_by("created_at", "id")
    ]
    if not is_adviser(access, signal):
        return found
    asked = SignalWarning.objects.filter(signal=signal, ended_at__isnull=True).select_related("user")
    names = {str(row.user_id): row.user.display_name for row in asked.order_by("created_at", "id")}
    return found + [
        (pk, str(_lazy("%(name)s, die is gevraagd eerst te overleggen")) % {"name": name}) for pk, name in names.items()
    ]


def _leave_out(access: Access, signal: SafeguardingSignal, form: Any) -> None:
    person = User.objects.filter(pk=int(form.cleaned_data["person"])).first()
    if person is None:
        raise Http404
    passing_on.leave_out(access=access, signal=signal, person=person)


SIGNAL_STEPS: dict[str, Step[SafeguardingSignal]] = {
    "gelezen": Step(
        title=_lazy("Bevestigen dat u dit las"),
        button=_lazy("Bevestig"),
        done=_lazy("Bevestigd. Wie het meldde, hoort dat er een bericht is."),
        text=_lazy("Daarmee stopt de klok. Wie het meldde, ziet dat het is gelezen, niet door wie."),
        icon="eye",
        states=(S.RAISED,),
        do=lambda access, signal, _form: receiving.acknowledge_signal(access=access, signal=signal),
        is_main=True,
    ),
    "oppakken": Step(
        title=_lazy("Oppakken"),
        button=_lazy("Pak op"),
        done=_lazy("U pakt dit op."),
        text=_lazy("Spreek af wie van u dit doet. De anderen zien dat het is opgepakt."),
        icon="progress",
        states=(S.ACKNOWLEDGED,),
        do=lambda access, signal, _form: receiving.start_signal(access=access, signal=signal),
        is_main=True,
    ),
    "stap": Step(
        title=_lazy("Stap van de meldcode vastleggen"),
        button=_lazy("Leg vast"),
        done=_lazy("De stap is vastgelegd."),
        text=_lazy("Alleen wie dit bericht kreeg, leest dit. Wat er staat, kan niet worden gewijzigd."),
        icon="list-check",
        states=OPEN,
        form=lambda _access, _signal, data: TakeStepForm(data),
        do=lambda access, signal, form: receiving.take_step(
            access=access,
            signal=signal,
            step=MeldcodeStep(form.cleaned_data["step"]),
            done_on=form.cleaned_data["done_on"],
            text=form.cleaned_data["text"],
        ),
    ),
    "overleg": Step(
        title=_lazy("Vragen om eerst met u te overleggen"),
        button=_lazy("Vraag het"),
        done=_lazy("Zij horen dat er een bericht is: eerst met u overleggen, niet waarom."),
        text=_lazy(
            "Wie dit huishouden begeleidt, wordt gevraagd met u te overleggen voordat er iets verandert aan de plaatsing of het "
            "koppel. Er staat niet bij waarom. Wie het betreft en wie daar dichtbij staat, krijgt het niet."
        ),
        icon="message",
        states=OPEN,
        may=lambda access, signal: signal.file.household_scope_id is not None and is_adviser(access, signal),
        do=lambda access, signal, _form: passing_on.warn_around(access=access, signal=signal),
    ),
    "overdragen": Step(
        title=_lazy("Overdragen of iemand erbuiten laten"),
        button=_lazy("Laat deze persoon erbuiten"),
        done=_lazy(
            "Deze persoon ziet hier meteen niets meer van. Er blijft altijd een vertrouwenspersoon die het wel heeft."
        ),
        text=_lazy(
            "Staat iemand te dicht bij wie het betreft? Of u zelf? Die ziet dan meteen niets meer, en dat blijft zo. Is er geen "
            "andere vertrouwenspersoon, dan gaat het naar de landelijke."
        ),
        icon="arrows-exchange",
        states=(S.RAISED, *OPEN),
        form=lambda access, signal, data: LeaveOutForm(data, people=_removable(access, signal)),
        do=_leave_out,
    ),
    "afsluiten": Step(
        title=_lazy("Afsluiten"),
        button=_lazy("Sluit af"),
        done=_lazy("Afgesloten. Wie het meldde, hoort dat er een bericht is."),
        text=_lazy("Wie het meldde, ziet dat het is afgesloten, niet hoe het afliep. Vertel dat zelf, als dat kan."),
        icon="flag",
        states=OPEN,
        may=is_adviser,
        form=lambda _access, _signal, data: CloseSignalForm(data),
        do=lambda access, signal, form: receiving.close_signal(
            access=access,
            signal=signal,
            outcome=SignalOutcome(form.cleaned_data["outcome"]),
            text=form.cleaned_data["text"],
        ),
    ),
    "heropenen": Step(
        title=_lazy("Heropenen"),
        button=_lazy("Heropen"),
        done=_lazy("Heropend."),
        icon="arrow-back-up",
        states=(S.CLOSED,),
        form=lambda _access, _signal, data: ReopenSignalForm(data),
        do=lambda access, signal, form: receiving.reopen_signal(
            access=access, signal=signal, reason=form.cleaned_data["reason"]
        ),
    ),
}

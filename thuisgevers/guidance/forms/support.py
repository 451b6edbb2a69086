from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuisgevers.accounts.models import User
from thuisgevers.common.fields import (
    CleanChoiceField,
    CleanMultipleChoiceField,
    CleanTextField,
    DutchDateField,
    WholeNumberField,
)

from ..enums import SupportLogKind, SupportTopic
from ..models.support import MOST_LOAD, MOST_MINUTES
from ..queries.support_requests import Place

COLLEAGUE, DESK = "collega", "landelijk"


class AskSupportForm(forms.Form):
    """What somebody needs help with."""

    use_required_attribute = False
    topic = CleanChoiceField(
        label=gettext_lazy("Waar gaat het over?"),
        noun=gettext_lazy("het onderwerp"),
        choices=SupportTopic.choices,
        widget=forms.Select,
    )
    question = CleanTextField(
        label=gettext_lazy("Uw vraag"),
        noun=gettext_lazy("uw vraag"),
        help_text=gettext_lazy("Noem geen namen van bewoners."),
        max_length=2000,
        min_length=5,
    )


class ReplyForm(forms.Form):
    use_required_attribute = False
    text = CleanTextField(label=gettext_lazy("Uw bericht"), noun=gettext_lazy("uw bericht"), max_length=4000)


class PassOnForm(forms.Form):
    """To whom a request goes; the national desk may choose a person."""

    use_required_attribute = False
    to = CleanChoiceField(
        label=gettext_lazy("Naar wie?"), noun=gettext_lazy("naar wie"), choices=[], widget=forms.Select
    )
    reason = CleanTextField(
        label=gettext_lazy("Waarom geeft u de vraag door?"), noun=gettext_lazy("de reden"), max_length=300
    )

    def __init__(self, data: Any = None, *, people: Sequence[User] = ()) -> None:
        super().__init__(data)
        self.people = {str(one.public_id): one for one in people}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (COLLEAGUE, _("Een andere pionier of kwartiermaker die tijd heeft")),
            (DESK, _("Het landelijk team")),
            *((key, one.display_name) for key, one in self.people.items()),
        ]

    def facts(self) -> dict[str, Any]:
        chosen = self.cleaned_data["to"]
        return {"to": self.people.get(chosen), "to_desk": chosen == DESK, "reason": self.cleaned_data["reason"]}


class CoverageForm(forms.Form):
    """What somebody takes on, besides their own initiatives and municipalities."""

    use_required_attribute = False
    themes = CleanMultipleChoiceField(
        label=gettext_lazy("Waar helpt u het liefst bij?"),
        noun=gettext_lazy("de onderwerpen"),
        help_text=gettext_lazy("Kiest u niets, dan krijgt u vragen over alles."),
        choices=SupportTopic.choices,
        required=False,
    )
    provinces = CleanMultipleChoiceField(
        label=gettext_lazy("In welke provincies helpt u ook wie nog niemand heeft?"),
        noun=gettext_lazy("de provincies"),
        choices=[],
        required=False,
    )
    max_open = WholeNumberField(
        label=gettext_lazy("Hoeveel hulpvragen tegelijk?"),
        noun=gettext_lazy("het aantal hulpvragen"),
        help_text=gettext_lazy(
            "Hebt u er zoveel open staan, dan gaat een nieuwe vraag naar iemand anders. 0 is: even niets nieuws."
        ),
        least=0,
        most=MOST_LOAD,
    )

    def __init__(self, data: Any = None, *, provinces: Mapping[str, str], initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        self.fields["provinces"].choices = list(provinces.items())  # type: ignore[attr-defined]


class AbsenceForm(forms.Form):
    use_required_attribute = False
    first_on = DutchDateField(label=gettext_lazy("Eerste dag weg"), noun=gettext_lazy("de eerste dag"))
    last_on = DutchDateField(label=gettext_lazy("Laatste dag weg"), noun=gettext_lazy("de laatste dag"))


class _PlacedForm(forms.Form):
    """For which of one's initiatives or municipalities; with one there is nothing to choose."""

    use_required_attribute = False
    place = CleanChoiceField(
        label=gettext_lazy("Voor wie?"), noun=gettext_lazy("voor wie"), choices=[], widget=forms.Select
    )

    def __init__(self, data: Any = None, *, places: Sequence[Place], initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.places = {one.key: one for one in places}
        self.fields["place"].choices = [(one.key, one.label) for one in places]  # type: ignore[attr-defined]
        if len(places) == 1:
            del self.fields["place"]

    def facts(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("place") or next(iter(self.places))
        place = self.places[chosen]
        rest = {name: value for name, value in self.cleaned_data.items() if name != "place"}
        return {"municipality": place.municipality, "initiative_id": place.initiative_id, **rest}


class AskOfferForm(_PlacedForm):
    question = CleanTextField(
        label=gettext_lazy("Uw vraag"),
        noun=gettext_lazy("uw vraag"),
        help_text=gettext_lazy("Noem geen namen van bewoners."),
        max_length=2000,
        min_length=5,
    )


class LogForm(_PlacedForm):
    """What a pioneer or liaison did."""

    done_on = DutchDateField(label=gettext_lazy("Wanneer?"), noun=gettext_lazy("de dag"), latest=date.today)
    kind = CleanChoiceField(
        label=gettext_lazy("Wat deed u?"),
        noun=gettext_lazy("wat u deed"),
        choices=SupportLogKind.choices,
        widget=forms.Select,
    )
    text = CleanTextField(
        label=gettext_lazy("Waar ging het over?"),
        noun=gettext_lazy("waar het over ging"),
        help_text=gettext_lazy("Noem geen namen van bewoners."),
        max_length=2000,
    )
    minutes = WholeNumberField(
        label=gettext_lazy("Hoeveel minuten?"), noun=gettext_lazy("het aantal minuten"), least=0, most=MOST_MINUTES
    )
    is_shared = forms.BooleanField(label=gettext_lazy("Het team of de gemeente mag dit lezen"), required=False)


class OfferForm(_PlacedForm):
    """ "We did this"."""

    topic = CleanChoiceField(
        label=gettext_lazy("Waar weet u iets van?"),
        noun=gettext_lazy("het onderwerp"),
        choices=SupportTopic.choices,
        widget=forms.Select,
    )
    text = CleanTextField(
        label=gettext_lazy("Wat hebt u gedaan?"),
        noun=gettext_lazy("wat u hebt gedaan"),
        help_text=gettext_lazy(
            "Eén of twee zinnen, zonder namen en zonder adres. Anderen zien dit met de naam van uw gemeente, niet uw naam."
        ),
        max_length=300,
        min_length=5,
    )


class HandOverForm(forms.Form):
    """To whom everything goes, at once."""

    use_required_attribute = False
    to = CleanChoiceField(
        label=gettext_lazy("Wie neemt alles over?"),
        noun=gettext_lazy("wie het overneemt"),
        choices=[],
        widget=forms.Select,
    )
    reason = CleanTextField(label=gettext_lazy("Waarom?"), noun=gettext_lazy("de reden"), max_length=200)
    ends_roles = forms.BooleanField(
        label=gettext_lazy("De rollen van wie weggaat stoppen vandaag"), required=False, initial=True
    )

    def __init__(self, data: Any = None, *, people: Sequence[User]) -> None:
        super().__init__(data)
        self.people = {str(one.public_id): one for one in people}
        self.fields["to"].choices = [(key, one.display_name) for key, one in self.people.items()]  # type: ignore[attr-defined]

    def successor(self) -> User:
        return self.people[self.cleaned_data["to"]]

"""Forms of inspiration sessions: register, ask and say how it was; and for national coordinators plan, change, call off, report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.forms.properties import PlainForm
from housing.forms.viewings import TimeField
from initiatives.forms.registration import TrapForm
from thuisgevers.common.fields import (
    AgreementField,
    CleanCharField,
    CleanChoiceField,
    CleanEmailField,
    CleanTextField,
    DutchDateField,
    Hinted,
    PersonNameField,
    WholeNumberField,
)

from ..enums import SessionPlace
from ..models import InspirationSession
from ..models.sessions import MOST_PLACES
from ..services.sessions.planning import SessionFacts, version_of

ONCE, WEEKLY = "once", "weekly"
THIS, FOLLOWING = "this", "following"
QUESTION_HELP = gettext_lazy("De gespreksleider leest uw vraag. Noem geen namen of gegevens van bewoners.")


class HttpsField(CleanCharField):
    """A web address that starts with https."""

    widget = forms.URLInput

    def __init__(self, *, max_length: int = 500, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("placeholder", "https://")

    def clean(self, value: Any) -> str:
        text: str = super().clean(value) or ""
        if text:
            try:
                URLValidator(schemes=["https"])(text)
            except ValidationError:
                raise self.say(_("Vul bij %(noun)s een adres in dat begint met https://."), "invalid") from None
        return text


class RegisterForm(TrapForm, PlainForm):
    """Without an account: a name to greet, an address to confirm."""

    name = PersonNameField(
        label=gettext_lazy("Uw naam"),
        noun=gettext_lazy("uw naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = CleanEmailField(
        label=gettext_lazy("Uw e-mailadres"),
        noun=gettext_lazy("uw e-mailadres"),
        help_text=gettext_lazy("Hier sturen wij de link naartoe waarmee u uw aanmelding bevestigt."),
    )
    question = CleanTextField(
        label=gettext_lazy("Uw vraag vooraf"),
        noun=gettext_lazy("uw vraag"),
        help_text=QUESTION_HELP,
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuestionForm(PlainForm):
    question = CleanTextField(
        label=gettext_lazy("Uw vraag vooraf"),
        noun=gettext_lazy("uw vraag"),
        help_text=QUESTION_HELP,
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FeedbackForm(PlainForm):
    score = CleanChoiceField(
        label=gettext_lazy("Hoe was de sessie?"),
        noun=gettext_lazy("uw oordeel"),
        choices=[
            ("5", gettext_lazy("Heel goed")),
            ("4", gettext_lazy("Goed")),
            ("3", gettext_lazy("Gewoon")),
            ("2", gettext_lazy("Matig")),
            ("1", gettext_lazy("Niet goed")),
        ],
    )
    remarks = CleanTextField(
        label=gettext_lazy("Wat wilt u ons meegeven?"),
        noun=gettext_lazy("uw opmerking"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SessionForm(PlainForm):
    """One session. Whether it is a series, or which sessions change along, is asked by the forms below."""

    title = CleanCharField(label=gettext_lazy("Titel"), noun=gettext_lazy("een titel"), max_length=120)
    summary = CleanTextField(
        label=gettext_lazy("Waar gaat het over?"),
        noun=gettext_lazy("de beschrijving"),
        help_text=gettext_lazy("Iedereen kan dit lezen."),
        max_length=3000,
        required=False,
    )
    host = CleanCharField(
        label=gettext_lazy("Gespreksleider"),
        noun=gettext_lazy("de gespreksleider"),
        help_text=gettext_lazy("Komt op de website te staan."),
        max_length=120,
        required=False,
    )
    day = DutchDateField(label=gettext_lazy("Dag"), noun=gettext_lazy("de dag"), earliest=timezone.localdate)
    hour = TimeField(
        label=gettext_lazy("Begint om"),
        noun=gettext_lazy("de begintijd"),
        help_text=gettext_lazy("Nederlandse tijd, zoals 19:30. Zomertijd of wintertijd gaat vanzelf goed."),
    )
    minutes = WholeNumberField(
        label=gettext_lazy("Hoeveel minuten?"), noun=gettext_lazy("de duur"), least=15, most=480, initial=60
    )
    place = CleanChoiceField(
        label=gettext_lazy("Waar is het?"),
        noun=gettext_lazy("waar het is"),
        choices=[
            (SessionPlace.ONLINE.value, gettext_lazy("Online")),
            (SessionPlace.ON_SITE.value, gettext_lazy("Op locatie")),
            (SessionPlace.BOTH.value, gettext_lazy("Op locatie, en online te volgen")),
        ],
        initial=SessionPlace.ONLINE.value,
    )
    location = CleanCharField(
        label=gettext_lazy("Adres"),
        noun=gettext_lazy("het adres"),
        help_text=gettext_lazy("Gebouw, straat en plaats. Iedereen kan dit lezen."),
        max_length=200,
        required=False,
    )
    video_url = HttpsField(
        label=gettext_lazy("Link naar de videovergadering"),
        noun=gettext_lazy("de link"),
        help_text=gettext_lazy("Alleen wie een plaats heeft, krijgt deze link: in de mail en op de eigen pagina."),
        required=False,
    )
    capacity = WholeNumberField(
        label=gettext_lazy("Hoeveel plaatsen?"),
        noun=gettext_lazy("het aantal plaatsen"),
        help_text=gettext_lazy("Is het vol, dan komen mensen op de wachtlijst en schuiven zij vanzelf door."),
        least=1,
        most=MOST_PLACES,
        initial=100,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        place = cleaned.get("place")
        is_somewhere = place in {SessionPlace.ON_SITE, SessionPlace.BOTH}
        if is_somewhere and not cleaned.get("location") and "location" not in self.errors:
            self.add_error("location", _("Vul het adres in waar de sessie is."))
        if place == SessionPlace.ONLINE:
            cleaned["location"] = ""
        if place == SessionPlace.ON_SITE:
            cleaned["video_url"] = ""
        return cleaned

    def facts(self) -> SessionFacts:
        names = ["title", "summary", "host", "day", "hour", "minutes", "capacity", "location", "video_url"]
        return SessionFacts(
            place=SessionPlace(self.cleaned_data["place"]), **{name: self.cleaned_data[name] for name in names}
        )


class PlanSessionForm(SessionForm):
    repeat = CleanChoiceField(
        label=gettext_lazy("Hoe vaak?"),
        noun=gettext_lazy("hoe vaak"),
        choices=[
            (ONCE, Hinted(_("Eén keer"))),
            (WEEKLY, Hinted(_("Elke week"), _("Een reeks: u kunt later één sessie wijzigen, of ook alle volgende."))),
        ],
        initial=ONCE,
    )
    until = DutchDateField(
        label=gettext_lazy("Elke week tot en met"),
        noun=gettext_lazy("de laatste dag"),
        earliest=timezone.localdate,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("repeat") != WEEKLY:
            cleaned["until"] = None
        elif not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", _("Vul in tot en met welke dag de reeks loopt."))
        return cleaned


class ReachField(CleanChoiceField):
    """This one, or the rest of the series too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Voor welke sessies?"),
            noun=gettext_lazy("welke sessies"),
            choices=[
                (THIS, gettext_lazy("Alleen deze sessie")),
                (FOLLOWING, gettext_lazy("Deze en alle volgende van de reeks")),
            ],
            initial=THIS,
            **kwargs,
        )


class EditSessionForm(SessionForm):
    reach = ReachField()
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, session: InspirationSession, video_url: str, **kwargs: Any) -> None:
        here = timezone.localtime(session.starts_at)
        kwargs["initial"] = {
            **{
                name: getattr(session, name)
                for name in ["title", "summary", "host", "minutes", "capacity", "place", "location"]
            },
            "day": here.date(),
            "hour": here.time(),
            "video_url": video_url,
            "seen": version_of(session),
        }
        super().__init__(*args, **kwargs)
        if session.series_id is None:
            del self.fields["reach"]

    @property
    def is_for_following(self) -> bool:
        return self.cleaned_data.get("reach") == FOLLOWING


class CancelSessionForm(PlainForm):
    reason = CleanTextField(
        label=gettext_lazy("Waarom gaat het niet door?"),
        noun=gettext_lazy("een reden"),
        help_text=gettext_lazy("Staat in de mail aan iedereen die zich aanmeldde, en op de website."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reach = ReachField()

    def __init__(self, *args: Any, session: InspirationSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if session.series_id is None:
            del self.fields["reach"]

    @property
    def is_for_following(self) -> bool:
        return self.cleaned_data.get("reach") == FOLLOWING


class ReportForm(PlainForm):
    notes = CleanTextField(
        label=gettext_lazy("Verslag"),
        noun=gettext_lazy("het verslag"),
        help_text=gettext_lazy(
            "Iedereen kan dit lezen. Noem geen mensen, adressen of initiatieven die dat niet willen."
        ),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    recording_url = HttpsField(
        label=gettext_lazy("Link naar de opname"), noun=gettext_lazy("de link naar de opname"), required=False
    )
    agreed = AgreementField(
        label=gettext_lazy("Iedereen die te zien of te horen is, vindt het goed dat de opname openbaar is."),
        noun=gettext_lazy("de toestemming"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("recording_url") and not cleaned.get("agreed"):
            self.add_error("agreed", _("Zonder toestemming van iedereen die te zien is, kan de opname niet openbaar."))
        return cleaned

"""Forms of the question desk: search, ask, answer, propose for everybody, and what the national desk does with answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.forms.properties import PlainForm
from initiatives.enums import HelpTopic
from initiatives.forms.registration import TrapForm, capitalised
from thuisgevers.common.cleaning import clean_line
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanEmailField,
    CleanTextField,
    DutchDateField,
    PersonNameField,
)
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today

from ..enums import Desk
from ..models.questions import LONGEST_ANSWER, LONGEST_TEXT, LONGEST_TITLE
from ..searching import LONGEST, words_of

MOST_SOURCES = 8
REVIEW_DAYS, FURTHEST_REVIEW_DAYS = 182, 731
PERSONS = gettext_lazy("Noem geen namen, adressen of ziektes van bewoners. Schrijf “een gezin” of “een bewoner”.")


def search_problem(text: str) -> str:
    """What is wrong with a text to search for, as a sentence; empty when it can be searched for."""
    if len(text) > LONGEST:
        return _("Maak uw zoektekst korter, tot %(most)s tekens. Is uw vraag langer? Stel hem dan hieronder.") % {
            "most": LONGEST
        }
    if text and not words_of(text):
        return _("Hier staat geen woord in om op te zoeken. Typ minstens één woord van twee letters.")
    return ""


class AskForm(PlainForm):
    """For who is signed in."""

    title = CleanCharField(
        label=gettext_lazy("Uw vraag in één zin"), noun=gettext_lazy("uw vraag"), max_length=LONGEST_TITLE, min_length=8
    )
    text = CleanTextField(
        label=gettext_lazy("Uitleg"),
        noun=gettext_lazy("de uitleg"),
        help_text=PERSONS,
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    theme = CleanChoiceField(
        label=gettext_lazy("Waar gaat het over?"),
        noun=gettext_lazy("het onderwerp"),
        choices=capitalised(HelpTopic),
    )


class VisitorAskForm(TrapForm, AskForm):
    """Without an account: a municipality if there is one, a name to greet, an address for the answer."""

    municipality = CleanChoiceField(
        label=gettext_lazy("Om welke gemeente gaat het?"),
        noun=gettext_lazy("de gemeente"),
        widget=forms.Select,
        required=False,
        choices=[],
    )
    name = PersonNameField(
        label=gettext_lazy("Uw naam"),
        noun=gettext_lazy("uw naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = CleanEmailField(
        label=gettext_lazy("Uw e-mailadres"),
        noun=gettext_lazy("uw e-mailadres"),
        help_text=gettext_lazy("Hier sturen wij de link naartoe waarmee u uw vraag bevestigt en het antwoord leest."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Municipality.objects.filter(valid_to__isnull=True).order_by("sort_key").values_list("slug", "name")
        self.fields["municipality"].choices = [("", _("Geen gemeente, of dat weet ik nog niet")), *places]  # type: ignore[attr-defined]


class AddForm(PlainForm):
    text = CleanTextField(
        label=gettext_lazy("Wat wilt u toevoegen?"),
        noun=gettext_lazy("uw bericht"),
        help_text=PERSONS,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SourcesField(CleanTextField):
    """One source a line: words, and behind a bar a link. `Regeling HAR 2023 | https://wetten.overheid.nl/…`"""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Bronnen"))
        kwargs.setdefault("noun", gettext_lazy("de bronnen"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy("Eén per regel: de naam, en na een | de link. Een regel of afspraak zonder link mag ook."),
        )
        super().__init__(max_length=3000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value) or ""
        found = []
        for line in filter(None, (one.strip() for one in text.splitlines())):
            label, bar, url = (part.strip() for part in line.partition("|"))
            if not bar and label.startswith("https://"):
                label, url = label.removeprefix("https://"), label
            if not label or len(label) > 200 or len(url) > 500:
                raise self.say(_("Zet bij %(noun)s op elke regel een naam van hooguit 200 tekens."), "label")
            if url:
                try:
                    URLValidator(schemes=["https"])(url)
                except ValidationError:
                    raise self.say(_("Een link bij %(noun)s begint met https://."), "url") from None
            found.append({"label": label, "url": url})
        if len(found) > MOST_SOURCES:
            raise self.say(_("Noem hooguit acht bronnen bij %(noun)s."), "many")
        if self.required and not found:
            raise self.say(str(self.required_message), "required")
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{one['label']} | {one['url']}" if one["url"] else one["label"] for one in value)
        return value


def review_field() -> DutchDateField:
    return DutchDateField(
        label=gettext_lazy("Opnieuw nakijken op"),
        noun=gettext_lazy("de dag van nakijken"),
        help_text=gettext_lazy("Dan vragen wij of het nog klopt. Verandert de stap eerder, dan ook."),
        earliest=lambda: today() + timedelta(days=1),
        latest=lambda: today() + timedelta(days=FURTHEST_REVIEW_DAYS),
        initial=lambda: today() + timedelta(days=REVIEW_DAYS),
    )


class AnswerForm(PlainForm):
    text = CleanTextField(
        label=gettext_lazy("Uw antwoord"),
        noun=gettext_lazy("uw antwoord"),
        help_text=gettext_lazy(
            "Alleen de vragensteller leest dit. Voor iedereen schrijft u daarna een tekst zonder personen."
        ),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    sources = SourcesField(required=False)


class ProposeForm(PlainForm):
    """The words for everybody."""

    title = CleanCharField(
        label=gettext_lazy("De vraag, zoals iedereen hem kan stellen"),
        noun=gettext_lazy("de vraag"),
        max_length=LONGEST_TITLE,
        min_length=8,
    )
    text = CleanTextField(
        label=gettext_lazy("Toelichting bij de vraag"),
        noun=gettext_lazy("de toelichting"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer = CleanTextField(
        label=gettext_lazy("Het antwoord"),
        noun=gettext_lazy("het antwoord"),
        help_text=gettext_lazy("Zonder namen, plaatsen en andere dingen waaraan iemand te herkennen is."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    theme = CleanChoiceField(
        label=gettext_lazy("Waar gaat het over?"), noun=gettext_lazy("het onderwerp"), choices=capitalised(HelpTopic)
    )
    sources = SourcesField(required=False)
    review_on = review_field()


class ReviewForm(PlainForm):
    review_on = review_field()


class ShortReasonForm(PlainForm):
    reason = CleanTextField(
        label=gettext_lazy("Reden"),
        noun=gettext_lazy("een reden"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PassOnForm(ShortReasonForm):
    desk = CleanChoiceField(label=gettext_lazy("Aan wie?"), noun=gettext_lazy("aan wie"), choices=[])

    def __init__(self, *args: Any, desks: list[Desk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = [(desk.value, capfirst(str(desk.label))) for desk in desks]  # type: ignore[attr-defined]
        self.order_fields(["desk", "reason"])


class MergeForm(PlainForm):
    """Which published answer it is a double of, out of those that a search for its words found."""

    target = CleanChoiceField(
        label=gettext_lazy("Met welk antwoord samenvoegen?"), noun=gettext_lazy("het antwoord"), choices=[]
    )

    def __init__(self, *args: Any, answers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = answers  # type: ignore[attr-defined]


def typed(text: str) -> str:
    """What came along from the search box, cut to what a question may be."""
    return clean_line(text)[:LONGEST_TITLE]

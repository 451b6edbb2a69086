"""Forms of the workspace. `seen` is the version on the screen; the service refuses when a colleague changed it since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.forms.properties import PlainForm
from housing.forms.viewings import TimeField
from thuisgevers.accounts.models import User
from thuisgevers.attachments.media_types import ACCEPT_EVERYTHING
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanTextField,
    DutchDateField,
    WholeNumberField,
)

from ..enums import SupportGroup, SupportKind, TaskKind
from ..models.workspace import MOST_GOODS
from ..services.workspace.agenda import AppointmentFacts
from ..services.workspace.support import SupportFacts
from ..services.workspace.tasks import TaskFacts

LONGEST_MESSAGE = 4000
MOST_FILES = 5
NO_NAMES = gettext_lazy("Noem geen namen of gegevens van bewoners.")


class SeenForm(PlainForm):
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class TaskForm(SeenForm):
    kind = CleanChoiceField(
        label=gettext_lazy("Wat is het?"), noun=gettext_lazy("wat het is"), choices=TaskKind.choices, initial="task"
    )
    title = CleanCharField(
        label=gettext_lazy("In één regel"),
        noun=gettext_lazy("wat er moet gebeuren"),
        help_text=gettext_lazy("Bijvoorbeeld: bedden voor boven, of de douche kitten."),
        max_length=120,
    )
    needed = WholeNumberField(
        label=gettext_lazy("Hoeveel hebt u er nodig?"),
        noun=gettext_lazy("het aantal"),
        help_text=gettext_lazy("Alleen bij spullen."),
        least=1,
        most=MOST_GOODS,
        required=False,
    )
    text = CleanTextField(
        label=gettext_lazy("Toelichting"),
        noun=gettext_lazy("de toelichting"),
        help_text=NO_NAMES,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    owner = CleanChoiceField(
        label=gettext_lazy("Wie doet het?"),
        noun=gettext_lazy("wie het doet"),
        choices=[],
        widget=forms.Select,
        required=False,
    )
    due_on = DutchDateField(label=gettext_lazy("Uiterlijk"), noun=gettext_lazy("de dag"), required=False)

    def __init__(self, data: Any = None, *, people: Sequence[User], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.people = {str(person.pk): person for person in people}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("Nog niemand")),
            *((key, person.display_name) for key, person in self.people.items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == TaskKind.GOODS and not cleaned.get("needed") and "needed" not in self.errors:
            self.add_error("needed", _("Vul in hoeveel u er nodig hebt."))
        return cleaned

    def facts(self) -> TaskFacts:
        held = self.cleaned_data
        return TaskFacts(
            kind=TaskKind(held["kind"]),
            title=held["title"],
            text=held["text"],
            owner=self.people.get(held["owner"]),
            due_on=held["due_on"],
            needed=held["needed"],
        )


class PromiseForm(PlainForm):
    number = WholeNumberField(
        label=gettext_lazy("Hoeveel zijn er toegezegd?"),
        noun=gettext_lazy("het aantal"),
        help_text=gettext_lazy("Hoeveel er nu in totaal zijn toegezegd of binnen zijn."),
        least=0,
        most=MOST_GOODS,
    )


class FilesInput(forms.FileInput):
    """Every file that was chosen, not the last one alone."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile[Any]]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class MessageFilesField(forms.FileField):
    """Several files; what each of them is, is looked at where it is received."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = list(data or [])
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("Kies hooguit %(most)d bestanden bij één bericht.") % {"most": MOST_FILES}, code="many"
            )
        return files


def files_field() -> MessageFilesField:
    return MessageFilesField(
        label=gettext_lazy("Bestanden erbij"),
        help_text=gettext_lazy(
            "Foto’s of pdf’s, alleen voor het team en zijn pionier. Wat de gemeente moet hebben voegt u toe bij het dossier."
        ),
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPT_EVERYTHING}),
    )


class WithFilesForm(PlainForm):
    """A form with the field `files`. A browser does not remember what was chosen, so whoever sees the form again is told."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.errors:
            self.ask_files_again()

    def ask_files_again(self) -> None:
        if self.files and not self.has_error("files"):
            self.add_error("files", _("Kies de bestanden opnieuw: die zijn nog niet bewaard."))


class StartConversationForm(WithFilesForm):
    subject = CleanCharField(
        label=gettext_lazy("Waar gaat het over?"), noun=gettext_lazy("het onderwerp"), max_length=120
    )
    text = CleanTextField(
        label=gettext_lazy("Uw bericht"),
        noun=gettext_lazy("uw bericht"),
        help_text=NO_NAMES,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    files = files_field()  # type: ignore[assignment]  # the metaclass takes fields off the class


class EditMessageForm(PlainForm):
    text = CleanTextField(
        label=gettext_lazy("Uw bericht"),
        noun=gettext_lazy("uw bericht"),
        help_text=NO_NAMES,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MessageForm(WithFilesForm, EditMessageForm):
    files = files_field()  # type: ignore[assignment]  # the metaclass takes fields off the class


class AppointmentForm(SeenForm):
    title = CleanCharField(label=gettext_lazy("Wat?"), noun=gettext_lazy("wat het is"), max_length=120)
    day = DutchDateField(label=gettext_lazy("Welke dag?"), noun=gettext_lazy("de dag"))
    hour = TimeField(label=gettext_lazy("Van"), noun=gettext_lazy("het begin"))
    until = TimeField(
        label=gettext_lazy("Tot"),
        noun=gettext_lazy("het einde"),
        help_text=gettext_lazy("Vroeger dan het begin? Dan is het de volgende dag."),
    )
    place = CleanCharField(label=gettext_lazy("Waar?"), noun=gettext_lazy("waar"), max_length=200, required=False)
    text = CleanTextField(
        label=gettext_lazy("Toelichting"),
        noun=gettext_lazy("de toelichting"),
        help_text=NO_NAMES,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def facts(self) -> AppointmentFacts:
        return AppointmentFacts(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class SupportForm(SeenForm):
    kind = CleanChoiceField(
        label=gettext_lazy("Wat is het?"), noun=gettext_lazy("wat het is"), choices=SupportKind.choices, initial="talk"
    )
    group = CleanChoiceField(
        label=gettext_lazy("Met wie?"),
        noun=gettext_lazy("met wie"),
        help_text=gettext_lazy("Een groep, nooit een naam of huisnummer."),
        choices=SupportGroup.choices,
        widget=forms.Select,
    )
    happened_on = DutchDateField(label=gettext_lazy("Wanneer?"), noun=gettext_lazy("de dag"), latest=timezone.localdate)
    text = CleanTextField(
        label=gettext_lazy("Wat is er gezegd of gevraagd?"),
        noun=gettext_lazy("wat er is gezegd"),
        help_text=gettext_lazy("Zonder namen en zonder adressen."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    outcome = CleanTextField(
        label=gettext_lazy("Wat is het antwoord of de uitkomst?"),
        noun=gettext_lazy("het antwoord"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    settled_on = DutchDateField(
        label=gettext_lazy("Afgehandeld op"),
        noun=gettext_lazy("de dag"),
        help_text=gettext_lazy("Bij een toezegging: wanneer die is nagekomen."),
        latest=timezone.localdate,
        required=False,
    )
    may_share = forms.BooleanField(
        label=gettext_lazy("Zet dit in de samenvatting die wij kunnen delen"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("happened_on"), cleaned.get("settled_on")
        if first and last and last < first:
            self.add_error("settled_on", _("Deze dag ligt voor het gesprek. Kies dezelfde dag of later."))
        if cleaned.get("may_share") and not cleaned.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Vul het antwoord in: dat komt in de samenvatting."))
        return cleaned

    def facts(self) -> SupportFacts:
        held = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return SupportFacts(**{**held, "kind": SupportKind(held["kind"]), "group": SupportGroup(held["group"])})

"""Form fields that clean what is typed and, when they refuse it, say in plain Dutch what to do.

Every field takes `noun` (`_("uw naam")`), used in its messages: "Vul uw naam in." Without it the label is quoted.
Nothing here looks at the database or knows another field; ranges over two fields are `OrderedFieldsMixin`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Self

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .cleaning import clean_line, clean_text
from .phones import spoken_phone
from .templatetags.dutch import MONTHS, SHORT_MONTHS, dutch_date
from .widgets import DayInput, NumberText

POSTCODE = re.compile(r"^([1-9]\d{3})\s*([A-Za-z]{2})?$")
NO_SUCH_LETTERS = frozenset({"SA", "SD", "SS"})
SPELLED_DATE = re.compile(r"^(\d{1,2})[\s.-]+([a-z]+)[\s.-]+(\d{4})$")
NUMBER_DATE = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$")
LONGEST_EMAIL = 254


class Hinted(str):
    """A choice's label with a line of explanation under it: `Hinted("Pastorie", "Woning bij de kerk")`."""

    __slots__ = ("hint",)
    hint: str

    def __new__(cls, label: str, hint: str = "") -> Self:
        self = super().__new__(cls, label)
        self.hint = hint
        return self


class _Named(forms.Field):
    """What a field is called in its messages, and the message for an empty one."""

    required_message: ClassVar[Any] = gettext_lazy("Vul %(noun)s in.")

    def __init__(self, *, noun: str | Promise = "", **kwargs: Any) -> None:
        self.noun = noun
        super().__init__(**kwargs)

    @property
    def called(self) -> str:
        return str(self.noun) or (f"“{self.label}”" if self.label else _("dit veld"))

    def say(self, message: str, code: str, **params: Any) -> ValidationError:
        return ValidationError(message % {"noun": self.called, **params}, code=code)

    def validate(self, value: Any) -> None:
        if value in self.empty_values and self.required:
            raise self.say(str(self.required_message), "required")


class CleanCharField(_Named, forms.CharField):
    """One line of text; several with a Textarea. Control and direction marks are taken out without a word, too long is refused."""

    def __init__(self, *, max_length: int, min_length: int = 0, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, min_length=min_length or None, strip=True, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        if value is None or not isinstance(value, str):
            return str(self.empty_value or "")
        text = clean_text(value) if isinstance(self.widget, forms.Textarea) else clean_line(value)
        return text or str(self.empty_value or "")

    def run_validators(self, value: Any) -> None:
        if value in self.empty_values:
            return
        if self.max_length is not None and len(value) > self.max_length:
            raise self.say(
                _("Maak %(noun)s korter: er passen %(max)s tekens in, dit zijn er %(length)s."),
                "max_length",
                max=self.max_length,
                length=len(value),
            )
        if self.min_length is not None and len(value) < self.min_length:
            raise self.say(_("Vul bij %(noun)s minstens %(min)s tekens in."), "min_length", min=self.min_length)
        super().run_validators(value)


class CleanTextField(CleanCharField):
    """Several lines, with the number of characters left under it."""

    widget = forms.Textarea


class PersonNameField(CleanCharField):
    """A name of a person or group: letters of any script, but not a web address or markup."""

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value and ("://" in value or "<" in value or ">" in value):
            raise self.say(_("Vul bij %(noun)s alleen een naam in, zonder tekens als < en >."), "markup")
        if value and not any(char.isalpha() for char in value):
            raise self.say(_("Vul bij %(noun)s een naam in, met letters."), "letters")


class CleanEmailField(CleanCharField):
    """An e-mail address, in small letters as accounts keep it."""

    widget = forms.EmailInput

    def __init__(self, *, max_length: int = LONGEST_EMAIL, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "email")
        self.widget.attrs.setdefault("spellcheck", "false")

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace(" ", "").lower()

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value in self.empty_values:
            return
        try:
            EmailValidator()(value)
        except ValidationError:
            raise self.say(_("Vul een e-mailadres in zoals naam@voorbeeld.nl."), "invalid") from None


class DutchPhoneField(CleanCharField):
    """A telephone number, kept as `+31612345678`. Numbers of other countries start with + or 00."""

    widget = forms.TextInput

    def __init__(self, *, max_length: int = 40, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.input_type = "tel"
        self.widget.attrs.setdefault("autocomplete", "tel")
        self.widget.attrs.setdefault("inputmode", "tel")
        self.widget.attrs.setdefault("class", "t-width-20")

    def clean(self, value: Any) -> str:
        text: str = super().clean(value) or ""
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "NL")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise self.say(_("Vul een telefoonnummer in met 10 cijfers, zoals 06 12345678."), "invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def prepare_value(self, value: Any) -> Any:
        """A kept number is shown as people write it."""
        if isinstance(value, str) and value.startswith("+31"):
            return spoken_phone(value)
        return value


class DutchPostcodeField(CleanCharField):
    """A postcode, kept as `8261 AB`; with `partial=True` the four digits are enough."""

    def __init__(self, *, partial: bool = False, max_length: int = 10, **kwargs: Any) -> None:
        self.partial = partial
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "postal-code")
        self.widget.attrs.setdefault("class", "t-width-4")

    def clean(self, value: Any) -> str:
        text: str = super().clean(value) or ""
        if not text:
            return ""
        match = POSTCODE.match(text)
        if match is None or (match[2] is None and not self.partial) or (match[2] or "").upper() in NO_SUCH_LETTERS:
            raise self.say(_("Vul een postcode in met vier cijfers en twee letters, zoals 8261 AB."), "invalid")
        return match[1] if match[2] is None else f"{match[1]} {match[2].upper()}"


class DigitsField(CleanCharField):
    """A number that is a name: KVK number, RSIN. Dots and spaces may be typed and are not kept."""

    def __init__(self, *, digits: int, max_length: int = 30, **kwargs: Any) -> None:
        self.digits = digits
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs.setdefault("class", "t-width-10")

    def clean(self, value: Any) -> str:
        text: str = super().clean(value) or ""
        if not text:
            return ""
        kept = re.sub(r"[\s.-]", "", text)
        if not (kept.isascii() and kept.isdigit() and len(kept) == self.digits):
            raise self.say(_("Vul bij %(noun)s een nummer van %(digits)s cijfers in."), "invalid", digits=self.digits)
        return kept


class WholeNumberField(_Named, forms.Field):
    """A whole number between two bounds that its message names."""

    widget = NumberText

    def __init__(self, *, least: int = 0, most: int, **kwargs: Any) -> None:
        self.least = least
        self.most = most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        text = clean_line(str(value)).replace(".", "")
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
            raise self.say(
                _("Vul bij %(noun)s een heel getal in van %(least)s tot en met %(most)s."),
                "invalid",
                least=self.least,
                most=self.most,
            )
        return int(text)

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value is not None and not self.least <= value <= self.most:
            raise self.say(
                _("Vul bij %(noun)s een getal in van %(least)s tot en met %(most)s."),
                "range",
                least=self.least,
                most=self.most,
            )


type DayLimit = date | Callable[[], date] | None


class DutchDateField(_Named, forms.Field):
    """A day. Takes what the date picker sends, and `3-11-2026` or `3 november 2026` where there is none.

    `earliest` and `latest` (a date or a function, asked at the time of checking) are named in the message.
    """

    widget = DayInput

    def __init__(self, *, earliest: DayLimit = None, latest: DayLimit = None, **kwargs: Any) -> None:
        self.earliest = earliest
        self.latest = latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
        if isinstance(value, date):
            return value
        text = clean_line(str(value)).lower()
        if not text:
            return None
        day = _parse_day(text)
        if day is None or not 1900 <= day.year <= 2200:
            raise self.say(_("Vul bij %(noun)s een datum in die bestaat, zoals 3-11-2026."), "invalid")
        return day

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value is None:
            return
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if earliest is not None and value < earliest:
            raise self.say(_("Kies bij %(noun)s een datum vanaf %(day)s."), "earliest", day=dutch_date(earliest))
        if latest is not None and value > latest:
            raise self.say(_("Kies bij %(noun)s een datum tot en met %(day)s."), "latest", day=dutch_date(latest))


def _parse_day(text: str) -> date | None:
    try:
        if match := SPELLED_DATE.match(text):
            names = {name: number for number, name in enumerate(MONTHS) if name}
            names |= {name: number for number, name in enumerate(SHORT_MONTHS) if name}
            month = names.get(match[2])
            return date(int(match[3]), month, int(match[1])) if month else None
        if match := NUMBER_DATE.match(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


class CleanChoiceField(_Named, forms.ChoiceField):
    """One of a few answers; large radio buttons unless the form asks for a select."""

    widget = forms.RadioSelect
    required_message = gettext_lazy("Kies een antwoord bij %(noun)s.")

    def validate(self, value: Any) -> None:
        if value in self.empty_values and self.required:
            raise self.say(str(self.required_message), "required")
        if value and not self.valid_value(value):
            raise self.say(_("Kies bij %(noun)s een van de antwoorden die er staan."), "invalid_choice")


class CleanMultipleChoiceField(_Named, forms.MultipleChoiceField):
    """Any of a few answers, as large checkboxes."""

    widget = forms.CheckboxSelectMultiple
    required_message = gettext_lazy("Kies minstens één antwoord bij %(noun)s.")

    def to_python(self, value: Any) -> list[str]:
        if value and not isinstance(value, (list, tuple)):
            raise self.say(_("Kies bij %(noun)s uit de antwoorden die er staan."), "invalid_list")
        return [str(item) for item in value or []]

    def validate(self, value: Any) -> None:
        if not value and self.required:
            raise self.say(str(self.required_message), "required")
        for item in value:
            if not self.valid_value(item):
                raise self.say(_("Kies bij %(noun)s uit de antwoorden die er staan."), "invalid_choice")


class YesNoField(_Named, forms.TypedChoiceField):
    """Ja or nee, and None as long as nobody said so: an unticked box is not a no."""

    widget = forms.RadioSelect
    required_message = gettext_lazy("Kies ja of nee bij %(noun)s.")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [("ja", gettext_lazy("Ja")), ("nee", gettext_lazy("Nee"))])
        super().__init__(coerce=lambda value: value == "ja", empty_value=None, **kwargs)
        self.widget.attrs.setdefault("class", "t-choices--inline")

    def prepare_value(self, value: Any) -> Any:
        return {True: "ja", False: "nee"}.get(value, value) if isinstance(value, bool) else value

    def validate(self, value: Any) -> None:
        if value in self.empty_values and self.required:
            raise self.say(str(self.required_message), "required")
        if value and not self.valid_value(value):
            raise self.say(_("Kies ja of nee bij %(noun)s."), "invalid_choice")


class AgreementField(_Named, forms.BooleanField):
    """A box that has to be ticked; its message says what for."""

    required_message = gettext_lazy("Zet een vinkje bij %(noun)s om verder te gaan.")

    def validate(self, value: Any) -> None:
        if not value and self.required:
            raise self.say(str(self.required_message), "required")


class OrderedFieldsMixin(forms.BaseForm):
    """Two fields of which the first may not be past the second: `ordered = [("starts_on", "ends_on", _("…"))]`.

    The message lands on the second field. Says nothing while either is empty or already wrong.
    """

    ordered: ClassVar[Sequence[tuple[str, str, Any]]] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        for low, high, message in self.ordered:
            first, second = cleaned.get(low), cleaned.get(high)
            if first is not None and second is not None and first > second:
                self.add_error(high, ValidationError(message, code="order"))
        return cleaned

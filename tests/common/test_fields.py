"""What people type: cleaned where that is safe, refused in plain Dutch where it is not, never a server error."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from thuisgevers.common import fields
from thuisgevers.common.cleaning import clean_line, clean_text

HOSTILE = [
    "\x00",
    "\u202egnp.exe\u202c",
    "<script>alert(1)</script>",
    "😀👩‍👩‍👧",
    "\ud800",
    "a\r\nBcc: x@y.nl",
    "\u200f\u061c\ufeff",
    "x" * 100_000,
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "١٢٣",
]


def refusal(field: forms.Field, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


def test_cleaning_takes_out_what_hides_or_reorders_text() -> None:
    assert clean_line("  Jan\u202e\x00 \u200bde\t Vries\n") == "Jan de Vries"
    assert clean_line("Cafe\u0301") == "Café"
    assert clean_line("👩‍👩‍👧 می‌خواهم") == "👩‍👩‍👧 می‌خواهم"
    assert clean_text("een\r\n\r\n\r\n\r\ntwee  drie \r\n") == "een\n\ntwee drie"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)
    assert "\n" not in clean_line(text)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "field",
    [
        fields.CleanCharField(label="Naam", max_length=50),
        fields.CleanTextField(label="Toelichting", max_length=50),
        fields.PersonNameField(label="Naam", max_length=50),
        fields.CleanEmailField(label="E-mail"),
        fields.DutchPhoneField(label="Telefoon"),
        fields.DutchPostcodeField(label="Postcode"),
        fields.DigitsField(label="KVK", digits=8),
        fields.WholeNumberField(label="Aantal", most=60),
        fields.DutchDateField(label="Datum"),
        fields.CleanChoiceField(label="Keuze", choices=[("a", "A")]),
        fields.CleanMultipleChoiceField(label="Keuzes", choices=[("a", "A")]),
        fields.YesNoField(label="Voordeur"),
    ],
    ids=lambda field: type(field).__name__ if isinstance(field, forms.Field) else "",
)
def test_every_field_survives_hostile_input(field: forms.Field, value: str) -> None:
    messages: list[str] = []
    result: object = ""
    try:
        result = field.clean(value)
    except ValidationError as refused:
        messages = refused.messages
    assert all(0 < len(message) < 200 for message in messages)
    assert "\x00" not in str(result)
    assert "\u202e" not in str(result)
    assert len(str(result)) <= 100


def test_messages_name_the_thing() -> None:
    assert refusal(fields.CleanCharField(noun="uw naam", max_length=50), "") == "Vul uw naam in."
    assert refusal(fields.CleanCharField(label="Naam", max_length=50), " \u200b ") == "Vul “Naam” in."
    assert refusal(fields.CleanCharField(noun="uw naam", max_length=3), "Jansen") == (
        "Maak uw naam korter: er passen 3 tekens in, dit zijn er 6."
    )
    assert "minstens één" in refusal(fields.CleanMultipleChoiceField(label="Hulp", choices=[("a", "A")]), [])


def test_length_counts_what_is_kept() -> None:
    assert fields.CleanTextField(label="Tekst", max_length=3).clean("a\r\nb") == "a\nb"


@pytest.mark.parametrize("typed", ["06 12345678", "06-12345678", "+31 6 12345678", "0031612345678", "0612345678"])
def test_a_phone_number_is_kept_in_one_spelling(typed: str) -> None:
    field = fields.DutchPhoneField(label="Telefoon")
    assert field.clean(typed) == "+31612345678"
    assert field.prepare_value("+31612345678") == "06 12345678"


def test_foreign_phone_numbers_are_welcome_and_wrong_ones_are_not() -> None:
    field = fields.DutchPhoneField(label="Telefoon")
    assert field.clean("+49 30 901820") == "+4930901820"
    for wrong in ("06123456", "12345", "112", "+31612345678123"):
        assert "10 cijfers" in refusal(field, wrong)


def test_postcode() -> None:
    field = fields.DutchPostcodeField(label="Postcode")
    assert field.clean("8261ab") == "8261 AB"
    for wrong in ("0261 AB", "8261", "8261 ABC", "8261 SS", "postcode"):
        assert "vier cijfers" in refusal(field, wrong)
    assert fields.DutchPostcodeField(label="Postcode", partial=True).clean("8261") == "8261"


@pytest.mark.parametrize(
    "typed", ["2026-11-03", "3-11-2026", "03/11/2026", "3 november 2026", "3 nov 2026", "3.11.2026"]
)
def test_dates_in_every_common_spelling(typed: str) -> None:
    assert fields.DutchDateField(label="Datum").clean(typed) == date(2026, 11, 3)


def test_dates_that_cannot_be() -> None:
    field = fields.DutchDateField(label="Datum", earliest=date(2026, 1, 1), latest=lambda: date(2026, 12, 31))
    for wrong in ("31-2-2026", "2026-13-40", "morgen", "3 brumaire 2026", "0001-01-01"):
        assert "datum in die bestaat" in refusal(field, wrong)
    assert refusal(field, "2025-12-31").endswith("vanaf 1 januari 2026.")
    assert refusal(field, "2027-01-01").endswith("tot en met 31 december 2026.")


def test_whole_numbers_name_their_bounds() -> None:
    field = fields.WholeNumberField(label="Aantal", least=1, most=60)
    assert field.clean(" 12 ") == 12
    for wrong in ("0", "61", "-3", "1,5", "twaalf", "9" * 5000):
        assert "van 1 tot en met 60" in refusal(field, wrong)


def test_an_unanswered_yes_or_no_is_neither() -> None:
    field = fields.YesNoField(label="Voordeur", required=False)
    assert field.clean("ja") is True
    assert field.clean("nee") is False
    assert field.clean("") is None
    assert "Kies ja of nee" in refusal(field, "misschien")


def test_reversed_ranges_speak_at_the_second_field() -> None:
    class RangeForm(fields.OrderedFieldsMixin, forms.Form):
        low = fields.WholeNumberField(label="Minstens", most=60)
        high = fields.WholeNumberField(label="Hoogstens", most=60)
        ordered = [("low", "high", "Draai de aantallen om.")]

    form = RangeForm({"low": "9", "high": "4"})
    assert not form.is_valid()
    assert form.errors == {"high": ["Draai de aantallen om."]}
    assert RangeForm({"low": "4", "high": "4"}).is_valid()
    assert set(RangeForm({"low": "x", "high": "4"}).errors) == {"low"}


def test_the_renderer_says_label_hint_error_control_in_that_order() -> None:
    class NameForm(forms.Form):
        name = fields.PersonNameField(label="Naam", noun="uw naam", max_length=50, help_text="Zoals in uw paspoort.")

    html = NameForm({"name": "<b>"}).as_div()
    order = [html.index(part) for part in (">Naam", '_helptext">', '_error">', "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "maxlength" not in html
    assert "utrecht-textbox--invalid" in html
    assert 'value="&lt;b&gt;"' in html


def test_choices_are_one_group_with_a_legend() -> None:
    class KindForm(forms.Form):
        kind = fields.CleanChoiceField(
            label="Soort", choices=[("c", fields.Hinted("Kerk", "Of diaconie")), ("v", "Vereniging")]
        )
        more = fields.CleanTextField(label="Meer", max_length=500, required=False)

    html = str(KindForm())
    assert "<legend" in html
    assert "Of diaconie" in html
    assert html.count('type="radio"') == 2
    assert 'data-max="500"' in html
    assert "(niet verplicht)" in html

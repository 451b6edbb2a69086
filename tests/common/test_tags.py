"""The tags every page is made of."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.templatetags import dutch

TODAY = date(2026, 11, 22)


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_dates_read_as_dutch() -> None:
    moment = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
    assert dutch.dutch_date(moment) == "3 november 2026"
    assert dutch.dutch_datetime(moment) == "3 november 2026 om 14.05 uur"
    assert dutch.weekday_date(date(2026, 11, 3)) == "dinsdag 3 november 2026"
    assert dutch.dutch_date(None) == ""
    assert dutch.dutch_date(datetime(2026, 11, 3, 23, 30, tzinfo=UTC)) == "4 november 2026"
    assert dutch.time_tag(moment) == '<time datetime="2026-11-03T14:05+01:00">3 november 2026 om 14.05 uur</time>'
    assert dutch.period(date(2026, 3, 1), date(2026, 5, 1)) == "van 1 maart tot en met 1 mei 2026"
    assert dutch.period(date(2026, 3, 1), date(2027, 5, 1)) == "van 1 maart 2026 tot en met 1 mei 2027"
    assert dutch.period(None, date(2026, 5, 1)) == "tot en met 1 mei 2026"
    assert dutch.period(date(2026, 3, 1), date(2027, 5, 1), until=True) == "van 1 maart 2026 tot 1 mei 2027"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "vandaag"),
        (date(2026, 11, 23), "morgen"),
        (date(2026, 11, 21), "gisteren"),
        (date(2026, 11, 26), "over 4 dagen"),
        (date(2026, 11, 12), "10 dagen geleden"),
        (date(2026, 12, 20), "over 4 weken"),
        (date(2027, 11, 22), "22 november 2027"),
    ],
)
def test_relative_days(day: date, words: str) -> None:
    assert dutch.relative_day(day, TODAY) == words


def test_numbers_and_lists() -> None:
    assert dutch.dutch_number(1234567) == "1.234.567"
    assert dutch.dutch_number(1234.5, 2) == "1.234,50"
    assert dutch.euro(12.5) == "€\u00a012,50"
    assert dutch.plural(1, "dag,dagen") == "1 dag"
    assert dutch.join_and(["Kampen", "<Zwolle>", "Deventer"]) == "Kampen, &lt;Zwolle&gt; en Deventer"
    assert dutch.initials("Anna de Vries") == "AV"


@pytest.mark.parametrize(
    ("deadline", "tone", "words"),
    [
        (Deadline(on=date(2026, 11, 20), today=TODAY), "late", "2 dagen te laat"),
        (Deadline(on=date(2026, 11, 20), working_days_left=-1, today=TODAY), "late", "1 werkdag te laat"),
        (Deadline(on=TODAY, today=TODAY), "soon", "vandaag"),
        (Deadline(on=date(2026, 11, 25), working_days_left=3, today=TODAY), "later", "nog 3 werkdagen"),
        (Deadline(on=date(2026, 11, 24), working_days_left=2, today=TODAY), "soon", "nog 2 werkdagen"),
        (Deadline(on=date(2026, 12, 6), today=TODAY), "later", "over 14 dagen"),
        (Deadline(on=date(2026, 11, 20), met_on=date(2026, 11, 19), today=TODAY), "met", "op tijd"),
        (Deadline(on=None), "none", "geen termijn"),
    ],
)
def test_a_deadline_has_a_tone_an_icon_and_words(deadline: Deadline, tone: str, words: str) -> None:
    assert (deadline.tone, deadline.words) == (tone, words)
    html = render("{% deadline d %}", d=deadline)
    assert f"t-deadline--{tone}" in html
    assert words in html


def test_tags_escape_what_people_typed() -> None:
    evil = '"><script>'
    for source in ('{% badge t "info" %}', "{% person t %}", "{% visibility t %}", "{% card t %}x{% endcard %}"):
        assert "<script>" not in render(source, t=evil), source


def test_an_unknown_tone_is_an_error_not_a_grey_badge() -> None:
    with pytest.raises(ValueError, match="Unknown tone"):
        render('{% badge "x" "purple" %}')


def test_sorting_keeps_the_filters_and_starts_at_page_one() -> None:
    request = RequestFactory().get("/x/", {"status": "in_review", "pagina": "3", "sorteer": "termijn"})
    html = render(
        '{% sort_header "Termijn" "termijn" "termijn" %}{% sort_header "Naam" "naam" "termijn" %}', request=request
    )
    assert 'aria-sort="ascending"' in html
    assert "?status=in_review&amp;sorteer=-termijn" in html
    assert "?status=in_review&amp;sorteer=naam" in html
    assert html.count("aria-sort") == 1


def test_a_card_is_named_by_its_heading() -> None:
    html = render('{% card "Documenten" icon="file-text" %}<p>x</p>{% endcard %}')
    assert 'aria-labelledby="deel-documenten-kop"' in html
    assert 'id="deel-documenten-kop"' in html

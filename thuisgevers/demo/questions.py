"""Questions at the desk in every stand: asked by the team, by officials and by visitors, answered and published by others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from initiatives.models import Initiative
from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import Audience, ProposalState
from thuisgevers.guidance.models import AnswerProposal, PublishedAnswer, Question
from thuisgevers.guidance.services.questions.answering import (
    answer_question,
    close_question,
    merge_question,
)
from thuisgevers.guidance.services.questions.asking import (
    Asked,
    add_to_question,
    ask_as_visitor,
    ask_question,
    confirm_question,
    withdraw_question,
)
from thuisgevers.guidance.services.questions.keeping import choose_of_the_week, mark_helpful
from thuisgevers.guidance.services.questions.publishing import Words, let_through, propose_answer
from thuisgevers.guidance.services.questions.routing import answerers_of
from thuisgevers.guidance.services.questions.telling import tell_asker
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import add_working_days

from .clock import on
from .invented import Person
from .stage import account, being, holding

type Deed = Callable[[], None]

HOME = "De Oude Pastorie"
OPEN, ANSWERED, PROPOSED, PUBLISHED, CLOSED, MERGED, WITHDRAWN, ASKED_ON = range(8)


@dataclass(frozen=True, slots=True)
class Told:
    """One question: who asks (a key of the cast, or the number of a visitor), how many working days ago, what became of it."""

    who: str | int
    ago: int
    theme: str
    title: str
    ends: int = OPEN
    answer: str = ""
    step: str = ""
    public: str = ""


TOLD = (
    Told("bram", 24, "buddies", "Hoe vinden wij buddy's in een dorp waar iedereen het al druk heeft?", PUBLISHED,
         "Vraag mensen persoonlijk, en vraag om iets kleins: elke twee weken koffie. In een dorp werkt de sportclub goed.",
         "find-buddies", "Hoe vindt u buddy's in een klein dorp?"),
    Told("vera", 22, "furnishing", "De kringloop haalt op maar wij hebben geen opslag. Hoe doen anderen dat?", PUBLISHED,
         "Vraag de eigenaar om één droge kamer of een garage, en haal pas op als er een datum is. Bedden komen het laatst.",
         "furniture", "Waar laat u meubels zolang het huis nog niet klaar is?"),
    Told("bram", 20, "neighbours", "Wij gaan langs de deuren. Wat zeggen we over wie er komt?", PUBLISHED,
         "Alleen hoeveel mensen, voor hoe lang en wie er elke week langskomt. Meer weet u zelf ook nog niet, en dat mag u zeggen.",
         "tell-neighbours", "Wat vertelt u de buurt over wie er komt wonen?"),
    Told("anna", 18, "municipality", "Wie informeert de raad als het college al besloten heeft?", PUBLISHED,
         "De portefeuillehouder, met een korte brief: wat, waar ongeveer, hoeveel mensen, hoe lang. Vóór de buurtbrief de deur uit gaat.",
         "council", "Wie schrijft de brief aan de raad, en wanneer?"),
    Told("joke", 16, "buddies", "Een buddy wil stoppen. Hoe zeg ik dat tegen het huishouden?", PUBLISHED,
         "Vertel het samen, met de nieuwe buddy erbij. Neem afscheid met koffie, niet met een berichtje.",
         "", "Hoe neemt een buddy afscheid?"),
    Told("bram", 12, "agreement", "De eigenaar wil een opzegtermijn van een maand. Is dat te kort?", PROPOSED,
         "Een maand is voor bewoners bijna niet te doen. Stel drie maanden voor, en een afspraak wie een andere plek zoekt.",
         "agreement", "Welke opzegtermijn spreekt u af met de eigenaar?"),
    Told("vincent", 11, "permits", "Moet de brandweer altijd langskomen?", PROPOSED,
         "Niet altijd. Bij meer dan tien slapers of twijfel over de vluchtweg wel: vraag het vóór de verbouwing.",
         "permits", "Wanneer komt de brandweer kijken?"),
    Told(0, 10, "property", "Onze dorpskerk heeft een kosterswoning die leegstaat. Is die te klein voor een gezin?", ANSWERED,
         "Dat hangt af van de slaapkamers. Meld het pand aan: de gemeente komt kijken en zegt voor hoeveel mensen het past."),
    Told(1, 9, "money", "Krijgt de eigenaar een vergoeding?", ANSWERED,
         "Meestal een huur of een bijdrage in de kosten. Dat staat in de samenwerkingsovereenkomst."),
    Told("vera", 9, "furnishing", "Mag het huis geverfd worden in de kleur die bewoners kiezen?", ANSWERED,
         "Leuk idee. Vraag het de eigenaar, en spreek af wie het later weer wit maakt.", step="repairs"),
    Told("bram", 8, "permits", "Onze zolder heeft maar één trap. Telt hij mee als slaapkamer?", ASKED_ON,
         "Alleen als de vluchtweg goed is. Wat zei de brandweer bij het bezoek?", step="fire-safety"),
    Told("coen", 8, "municipality", "Hoe verdelen andere gemeenten het werk tussen wonen en sociaal domein?", ANSWERED,
         "Vaak ligt het dossier bij wonen en schuift sociaal domein aan vanaf het koppelen. Een vaste overlegtijd helpt het meest.",
         step="internal-network"),
    Told(2, 8, "municipality", "Mag je meedoen als je niet bij een kerk hoort?", MERGED, "who-may-start"),
    Told(3, 7, "buddies", "Moet elke buddy een VOG hebben?", MERGED, "vog"),
    Told(4, 7, "property", "Ik zoek zelf een huurhuis, kunnen jullie helpen?", CLOSED,
         "Wij bemiddelen niet voor woningzoekenden. De gemeente of een woningcorporatie helpt u verder."),
    Told("vera", 6, "neighbours", "Hoe groot maken we de open middag?", WITHDRAWN),
    Told("bram", 6, "money", "Wie betaalt de borg als bewoners nog geen inkomen hebben?", OPEN, step="budget"),
    Told("bram", 3, "buddies", "Hoeveel huishoudens kan één buddycoördinator aan?", OPEN, step="prepare-buddies"),
    Told("joke", 3, "buddies", "Bestaat er een training voor nieuwe buddy's?", OPEN),
    Told("anna", 2, "money", "Telt een pastorie mee voor de regeling van dit jaar?", OPEN, step="scheme"),
    Told("vera", 2, "furnishing", "Waar halen wij goede matrassen vandaan?", OPEN, step="furniture"),
    Told(5, 2, "neighbours", "Onze straat hoort geruchten. Waar kunnen wij terecht?", OPEN),
    Told(6, 2, "property", "Is een leegstaand klooster met twintig kamers niet te groot?", OPEN),
    Told("chaima", 2, "municipality", "Wat zetten jullie in de opdracht aan het college?", OPEN, step="inform-executive"),
    Told(7, 9, "agreement", "Kunnen wij een voorbeeld van de overeenkomst krijgen vóór wij ons aanmelden?", OPEN),
)  # fmt: skip


def question_acts(cast: dict[str, Person], visitors: list[Person], *, today: date) -> list[tuple[datetime, Deed]]:
    """What happened at the question desk, and when; all before today."""
    acts: list[tuple[datetime, Deed]] = []
    for number, told in enumerate(TOLD):
        asked_on = add_working_days(today, -told.ago)
        moment = on(asked_on, 9 + number % 8, number * 2 % 60)
        story = _Story(told, cast, visitors)
        acts.append((moment, story.ask))
        for step, act in enumerate(story.rest()):
            acts.append((moment + timedelta(hours=3 + 2 * step), act))
    acts.append((on(add_working_days(today, -1), 9), lambda: _choose(cast["els"])))
    return [(moment, do) for moment, do in acts if moment < on(today, 0)]


class _Story:
    def __init__(self, told: Told, cast: dict[str, Person], visitors: list[Person]) -> None:
        self.told, self.cast = told, cast
        self.asker = visitors[told.who % len(visitors)] if isinstance(told.who, int) else cast[told.who]

    def rest(self) -> list[Deed]:
        """What follows the asking, in order."""
        answered = [self.answer]
        return {
            OPEN: [],
            ANSWERED: answered,
            PROPOSED: [*answered, self.propose],
            PUBLISHED: [*answered, self.propose, self.publish],
            CLOSED: [self.close],
            MERGED: [self.merge],
            WITHDRAWN: [self.withdraw],
            ASKED_ON: [*answered, self.ask_on],
        }[self.told.ends]

    def ask(self) -> None:
        told = self.told
        if isinstance(told.who, int):
            ask_as_visitor(
                asked=Asked(title=told.title, theme=told.theme), name=self.asker.name, email=self.asker.email
            )
            row = Question.objects.filter(asker=None).latest("created_at")
            tell_asker(row.pk)
            with holding(LinkPurpose.QUESTION, row.pk) as access:
                row = confirm_question(access=access, question=row)
        else:
            with being(account(self.asker)) as access:
                row = ask_question(access=access, asked=self._asked())
        self.pk = row.pk

    def _asked(self) -> Asked:
        told = self.told
        place = "Zwolle" if told.who == "chaima" else "Kampen"
        municipality = Municipality.objects.get(name=place, valid_to__isnull=True)
        if told.who in {"anna", "coen", "vincent", "chaima"}:
            return Asked(
                title=told.title,
                theme=told.theme,
                audience=Audience.MUNICIPALITY,
                step_key=told.step,
                municipality=municipality,
            )
        initiative = Initiative.objects.filter(name=HOME).first()
        return Asked(
            title=told.title,
            theme=told.theme,
            audience=Audience.INITIATIVE,
            step_key=told.step,
            municipality=municipality,
            initiative_id=None if initiative is None else initiative.pk,
        )

    def row(self) -> Question:
        return Question.objects.select_related("municipality").get(pk=self.pk)

    def answerer(self) -> User:
        """Who it lies with, as the routing chose."""
        return answerers_of(self.row())[0]

    def answer(self) -> None:
        with being(self.answerer()) as access:
            answer_question(access=access, question=self.row(), text=self.told.answer, sources=[])
        tell_asker(self.pk)

    def ask_on(self) -> None:
        with being(account(self.asker)) as access:
            add_to_question(
                access=access, question=self.row(), text="De brandweer is nog niet geweest. Wat doen wij eerst?"
            )

    def propose(self) -> None:
        told = self.told
        words = Words(
            title=told.public,
            answer=told.answer,
            theme=told.theme,
            review_on=add_working_days(self.row().created_at.date(), 120),
        )
        with being(self.answerer()) as access:
            propose_answer(access=access, words=words, question=self.row())

    def publish(self) -> None:
        held = AnswerProposal.objects.filter(question_id=self.pk, state=ProposalState.OPEN).get()
        with being(account(self.cast["els"])) as access:
            answer = let_through(access=access, proposal=held)
        for key in ("vera", "anna")[: len(self.told.title) % 3]:
            with being(account(self.cast[key])):
                mark_helpful(answer=answer)

    def close(self) -> None:
        with being(self.answerer()) as access:
            close_question(access=access, question=self.row(), reason=self.told.answer)
        tell_asker(self.pk)

    def merge(self) -> None:
        with being(self.answerer()) as access:
            merge_question(access=access, question=self.row(), into=PublishedAnswer.objects.get(key=self.told.answer))
        tell_asker(self.pk)

    def withdraw(self) -> None:
        with being(account(self.asker)) as access:
            withdraw_question(access=access, question=self.row())


def _choose(els: Person) -> None:
    row = PublishedAnswer.objects.filter(question__isnull=False).order_by("published_at").first()
    if row is not None:
        with being(account(els)) as access:
            choose_of_the_week(access=access, answer=row)

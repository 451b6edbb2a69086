"""How the events of step plans read on a timeline: who did it stands before the sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from thuisgevers.audit.timeline import tell

SENTENCES = {
    "guidance.PlanStep.start": (_("is aan een stap begonnen"), "progress"),
    "guidance.PlanStep.finish": (_("heeft een stap afgerond"), "circle-check"),
    "guidance.PlanStep.skip": (_("heeft een stap overgeslagen"), "arrow-forward-up"),
    "guidance.PlanStep.reopen": (_("heeft een stap weer geopend"), "arrow-back-up"),
    "guidance.PlanStep.arrange": (_("heeft afgesproken wie een stap doet en wanneer"), "user-check"),
    "guidance.PlanStep.comment": (_("heeft iets bij een stap geschreven"), "message"),
    "guidance.PlanStep.review": (_("heeft verteld hoe een stap ging"), "mood-smile"),
    "guidance.SupportRequest.ask": (_("heeft om hulp gevraagd"), "lifebuoy"),
    "guidance.SupportRequest.accept": (_("heeft een hulpvraag opgepakt"), "progress"),
    "guidance.SupportRequest.answer": (_("heeft een hulpvraag beantwoord"), "circle-check"),
    "guidance.SupportRequest.ask_again": (_("heeft nog iets gevraagd"), "message-question"),
    "guidance.SupportRequest.hand_over": (_("heeft een hulpvraag doorgegeven"), "arrow-right"),
    "guidance.SupportRequest.close": (_("heeft een hulpvraag afgesloten"), "check"),
    "guidance.SupportRequest.withdraw": (_("heeft een hulpvraag ingetrokken"), "x"),
    "guidance.SupportRequest.remind": (_("heeft aan een hulpvraag herinnerd"), "bell"),
    "guidance.SupportRequest.escalate": (_("heeft een late hulpvraag bij het landelijk team gelegd"), "alert-triangle"),
    "guidance.SupportOffer.offer": (_("heeft ervaring aangeboden"), "bulb"),
    "guidance.SupportOffer.withdraw": (_("heeft aangeboden ervaring ingetrokken"), "x"),
    "guidance.SupportCoverage.set": (_("heeft gezegd waar hij of zij helpt"), "settings"),
    "guidance.StepPlanTemplate.draft": (_("is een nieuwe versie van het stappenplan begonnen"), "pencil"),
    "guidance.StepPlanTemplate.edit": (_("heeft het concept van het stappenplan gewijzigd"), "pencil"),
    "guidance.StepPlanTemplate.publish": (_("heeft een nieuwe versie van het stappenplan gepubliceerd"), "rocket"),
    "guidance.StepPlanTemplate.discard": (_("heeft het concept van het stappenplan weggegooid"), "trash"),
    "guidance.StepPlanTemplate.extend": (_("heeft de eigen stappen van de gemeente gewijzigd"), "pencil"),
    "guidance.StepPlan.upgrade": (_("heeft een nieuwe versie van het stappenplan overgenomen"), "refresh"),
    "guidance.StepPlan.set_up": (_("heeft het stappenplan ingesteld"), "settings"),
}


def tell_plan_events() -> None:
    for event, (text, icon) in SENTENCES.items():
        tell(event, str(text), icon)


QUESTION_SENTENCES = {
    "guidance.Question.route": (_("heeft een vraag gesteld"), "message-question"),
    "guidance.Question.pass_on": (_("heeft een vraag doorgegeven"), "arrow-forward-up"),
    "guidance.Question.answer": (_("heeft een vraag beantwoord"), "message-check"),
    "guidance.Question.ask_on": (_("heeft doorgevraagd"), "message-question"),
    "guidance.Question.publish": (_("heeft vraag en antwoord gepubliceerd"), "rocket"),
    "guidance.Question.unpublish": (_("heeft een antwoord teruggehaald"), "arrow-back-up"),
    "guidance.Question.merge": (_("heeft een vraag samengevoegd met een eerder antwoord"), "arrows-join"),
    "guidance.Question.close": (_("heeft een vraag gesloten"), "circle-x"),
    "guidance.Question.withdraw": (_("heeft de eigen vraag ingetrokken"), "arrow-back-up"),
    "guidance.AnswerProposal.propose": (_("heeft een antwoord voor iedereen voorgesteld"), "pencil"),
    "guidance.AnswerProposal.let_through": (_("heeft een voorstel doorgelaten"), "circle-check"),
    "guidance.AnswerProposal.send_back": (_("heeft een voorstel teruggestuurd"), "arrow-back-up"),
    "guidance.PublishedAnswer.review": (_("heeft een antwoord nagekeken"), "eye-check"),
    "guidance.PublishedAnswer.withdraw": (_("heeft een antwoord ingetrokken"), "arrow-back-up"),
    "guidance.PublishedAnswer.merge": (_("heeft twee antwoorden samengevoegd"), "arrows-join"),
    "guidance.PublishedAnswer.choose": (_("heeft de vraag van de week gekozen"), "star"),
}


def tell_question_events() -> None:
    for event, (text, icon) in QUESTION_SENTENCES.items():
        tell(event, str(text), icon)

"""What a message can be about and how often somebody wants to hear of it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageState(TextChoices):
    QUEUED = "queued", _("staat klaar")
    SENDING = "sending", _("wordt verstuurd")
    SENT = "sent", _("verstuurd")
    FAILED = "failed", _("niet bezorgd")
    SKIPPED = "skipped", _("niet verstuurd, op eigen verzoek")


class ReminderKind(TextChoices):
    """Mail that a person may turn down. A template names its kind in the line `Herinnering: <kind>`; mail without that
    line always arrives (codes, invitations, decisions, questions that somebody waits for)."""

    FIRST_ANSWER = "first_answer", _("Aanmeldingen die op een eerste antwoord wachten")
    DOSSIER = "dossier", _("Nieuws over dossiers waar u bij betrokken bent")
    INFORMATION = "information", _("Vragen van de gemeente die nog open staan")
    SUPPORT = "support", _("Hulpvragen: nieuw, opgepakt, beantwoord of bijna te laat")
    CONVERSATION = "conversation", _("Berichten in de gesprekken van uw initiatief")
    QUESTION = "question", _("Vragen aan de vraagbaak die op uw antwoord wachten")
    BUDDY = "buddy", _("Vragen hoe het gaat met uw maatje")
    REVIEW = "review", _("Antwoorden van de vraagbaak die moeten worden nagekeken")
    BUDDY_DESK = "buddy_desk", _("Stille koppels, als u voor buddy's zorgt")
    BUDDY_WEEK = "buddy_week", _("Het weekoverzicht over buddy's, op maandagochtend")
    MEMBERSHIP = "membership", _("Rollen die aflopen en de jaarlijkse controle van rollen")


class Frequency(TextChoices):
    IMMEDIATELY = "immediately", _("Meteen")
    DAILY = "daily", _("Eén keer per dag, alles bij elkaar")
    NONE = "none", _("Niet per e-mail")

"""The words of guidance."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from thuisgevers.municipalities.enums import Role


class Audience(TextChoices):
    """Whom a step plan is for."""

    INITIATIVE = "initiative", _("initiatieven")
    MUNICIPALITY = "municipality", _("gemeenten")


class TemplateState(TextChoices):
    DRAFT = "draft", _("concept")
    PUBLISHED = "published", _("gepubliceerd")


class StepState(TextChoices):
    OPEN = "open", _("te doen")
    DOING = "doing", _("mee bezig")
    DONE = "done", _("klaar")
    SKIPPED = "skipped", _("overgeslagen")


class SchemeKind(TextChoices):
    """Ways in which a stay is paid and counted, as far as a step is done for one of them only."""

    TEMPORARY = "har", _("tijdelijke huisvesting (HAR)")
    FLOW_THROUGH = "doorstroomlocatie", _("doorstroomlocatie")
    GUEST = "logeerregeling", _("logeerregeling")


TEAM_STEP_ROLES = (Role.LEAD_VOLUNTEER, Role.VOLUNTEER, Role.BUDDY_COORDINATOR, Role.PROPERTY_OWNER)
MUNICIPAL_STEP_ROLES = (Role.CASE_HANDLER, Role.CASE_COORDINATOR, Role.MUNICIPAL_LIAISON)
"""Steps with one of these roles are the municipality's, in the plan of an initiative too."""
STEP_ROLES = (*TEAM_STEP_ROLES, *MUNICIPAL_STEP_ROLES)

OPEN_STEPS = (StepState.OPEN, StepState.DOING)


class SupportTopic(TextChoices):
    """What somebody needs help with."""

    START = "start", _("beginnen en het team")
    AUTHORITY = "authority", _("samenwerken met de gemeente")
    BUILDING = "building", _("pand en veiligheid")
    MONEY = "money", _("geld en overeenkomst")
    NEIGHBOURS = "neighbours", _("buurt en pers")
    BUDDIES = "buddies", _("buddy's en welkom")
    RESIDENTS = "residents", _("wonen en verder verhuizen")
    OTHER = "other", _("iets anders")


class SupportState(TextChoices):
    ASKED = "asked", _("gevraagd")
    ACCEPTED = "accepted", _("opgepakt")
    ANSWERED = "answered", _("beantwoord")
    CLOSED = "closed", _("afgesloten")
    WITHDRAWN = "withdrawn", _("ingetrokken")


OPEN_SUPPORT = (SupportState.ASKED, SupportState.ACCEPTED)
"""Somebody waits for an answer."""


class SupportLogKind(TextChoices):
    CALL = "call", _("gebeld")
    VISIT = "visit", _("op bezoek geweest")
    MEETING = "meeting", _("overleg")
    MAIL = "mail", _("gemaild")
    OTHER = "other", _("anders")


class StepRating(TextChoices):
    """How a step went, in one tap."""

    GOOD = "good", _("goed")
    FAIR = "fair", _("ging wel")
    HARD = "hard", _("lastig")


class SessionPlace(TextChoices):
    """Where an inspiration session is held."""

    ONLINE = "online", _("online")
    ON_SITE = "on_site", _("op locatie")
    BOTH = "both", _("op locatie en online")


class SessionState(TextChoices):
    PLANNED = "planned", _("gaat door")
    CANCELLED = "cancelled", _("gaat niet door")


class RegistrationState(TextChoices):
    """Somebody's registration for a session."""

    REQUESTED = "requested", _("nog niet bevestigd")
    CONFIRMED = "confirmed", _("aangemeld")
    WAITING = "waiting", _("op de wachtlijst")
    CANCELLED = "cancelled", _("afgemeld")


class TaskKind(TextChoices):
    """What stands on the board of a team."""

    TASK = "task", _("taak")
    GOODS = "goods", _("spullen")
    JOB = "job", _("klus")


class TaskState(TextChoices):
    OPEN = "open", _("te doen")
    DOING = "doing", _("mee bezig")
    DONE = "done", _("klaar")


class AppointmentState(TextChoices):
    PLANNED = "planned", _("gaat door")
    CANCELLED = "cancelled", _("gaat niet door")


class SupportKind(TextChoices):
    """What an entry of the support base is."""

    TALK = "talk", _("gesprek")
    QUESTION = "question", _("vraag")
    PROMISE = "promise", _("toezegging")


class SupportGroup(TextChoices):
    """With whom was spoken: a group, never a person."""

    NEIGHBOURS = "neighbours", _("buren")
    VILLAGE = "village", _("wijk of dorp")
    CHURCH = "church", _("kerkelijke gemeente")
    SOCIETY = "society", _("vereniging of club")
    SCHOOL = "school", _("school")
    BUSINESS = "business", _("ondernemers")
    COUNCIL = "council", _("politiek")
    OTHER = "other", _("anderen")


class QuestionState(TextChoices):
    ASKED = "asked", _("gesteld")
    ROUTED = "routed", _("wacht op antwoord")
    ANSWERED = "answered", _("beantwoord")
    PUBLISHED = "published", _("gepubliceerd")
    CLOSED = "closed", _("gesloten")


class Desk(TextChoices):
    """Who answers a question."""

    PIONEER = "pioneer", _("pionier")
    LIAISON = "liaison", _("kwartiermaker")
    NATIONAL = "national", _("landelijk team")


class QuestionNews(TextChoices):
    """What the asker must be mailed."""

    CONFIRM = "confirm", _("bevestigen")
    ANSWER = "answer", _("er is een antwoord")
    CLOSED = "closed", _("gesloten")
    MERGED = "merged", _("samengevoegd")


class AnswerState(TextChoices):
    PUBLISHED = "published", _("gepubliceerd")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class ProposalState(TextChoices):
    OPEN = "open", _("wacht op een tweede persoon")
    TAKEN = "taken", _("overgenomen")
    REFUSED = "refused", _("terug")


class FindingKind(TextChoices):
    """What a search finds."""

    ANSWER = "answer", _("antwoord")
    STEP = "step", _("stap uit het stappenplan")
    RULE = "rule", _("regel")

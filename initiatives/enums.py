"""States and kinds of initiatives and dossiers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InitiativeState(TextChoices):
    DRAFT = "draft", _("concept")
    REGISTERED = "registered", _("aangemeld")
    EXPLORING = "exploring", _("verkenning")
    RUNNING = "running", _("actief")
    COMPLETED = "completed", _("afgerond")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class DossierState(TextChoices):
    DRAFT = "draft", _("in voorbereiding")
    SUBMITTED = "submitted", _("ingediend")
    IN_REVIEW = "in_review", _("in behandeling")
    AWAITING_INFORMATION = "awaiting_information", _("wacht op aanvulling")
    SUSPENDED = "suspended", _("opgeschort")
    ADVISED = "advised", _("ter besluitvorming")
    APPROVED = "approved", _("akkoord")
    REJECTED = "rejected", _("afgewezen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


OPEN_DOSSIER_STATES = (
    DossierState.SUBMITTED,
    DossierState.IN_REVIEW,
    DossierState.AWAITING_INFORMATION,
    DossierState.SUSPENDED,
    DossierState.ADVISED,
)


class HelpTopic(TextChoices):
    MUNICIPALITY = "municipality", _("contact met de gemeente")
    PROPERTY = "property", _("een geschikt pand vinden")
    PERMITS = "permits", _("vergunningen en brandveiligheid")
    MONEY = "money", _("geld en regelingen")
    AGREEMENT = "agreement", _("de samenwerkingsovereenkomst")
    BUDDIES = "buddies", _("buddy's vinden en begeleiden")
    NEIGHBOURS = "neighbours", _("de buurt betrekken")
    FURNISHING = "furnishing", _("opknappen en inrichten")


class AdviceOutcome(TextChoices):
    APPROVE = "approve", _("akkoord")
    REJECT = "reject", _("afwijzen")


class NoteKind(TextChoices):
    INTERNAL = "internal", _("interne notitie")
    PHONE = "phone", _("telefoonnotitie")

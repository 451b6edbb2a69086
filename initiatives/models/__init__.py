"""Initiatives, their dossiers and what is said and decided in them."""

from .attachment import DossierAttachment
from .count import InitiativeCount
from .dossier import Advice, AgreementFacts, AgreementParty, Decision, Dossier, InformationRequest, Note, PressFacts
from .draft import RegistrationDraft
from .initiative import Initiative
from .published_name import PublishedName

__all__ = [
    "Advice",
    "AgreementFacts",
    "AgreementParty",
    "Decision",
    "Dossier",
    "DossierAttachment",
    "InformationRequest",
    "Initiative",
    "InitiativeCount",
    "Note",
    "PressFacts",
    "PublishedName",
    "RegistrationDraft",
]

"""Which documents somebody may see and use: the queryset and the predicate side by side."""

from django.db.models import QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .models import Document


def viewable_documents(access: Access) -> QuerySet[Document]:
    return access.rows(Document.objects.all(), Capability.DOCUMENT_READ, scope="subject_id")


def can_view_document(access: Access, document: Document) -> bool:
    return access.may(Capability.DOCUMENT_READ, municipality=document.municipality, scope_id=document.subject_id)


def requestable_documents(access: Access) -> QuerySet[Document]:
    """Documents of which somebody may make, retry or cancel a version."""
    return access.rows(Document.objects.all(), Capability.DOCUMENT_REQUEST, scope="subject_id")


def can_request_document(access: Access, document: Document) -> bool:
    return access.may(Capability.DOCUMENT_REQUEST, municipality=document.municipality, scope_id=document.subject_id)


def finalisable_documents(access: Access) -> QuerySet[Document]:
    """Documents that somebody may make final, and note as sent or signed."""
    return access.rows(Document.objects.all(), Capability.DOCUMENT_FINALISE, scope="subject_id")


def can_finalise_document(access: Access, document: Document) -> bool:
    return access.may(Capability.DOCUMENT_FINALISE, municipality=document.municipality, scope_id=document.subject_id)

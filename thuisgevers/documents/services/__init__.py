"""What can be done with documents."""

from .endings import FinalRefused, finalise_document, mark_sent, mark_signed
from .making import RENDER_GRACE, recover_document, render_document
from .requests import FactsMissing, cancel_document, missing_facts, request_document, retry_document

__all__ = [
    "RENDER_GRACE",
    "FactsMissing",
    "FinalRefused",
    "cancel_document",
    "finalise_document",
    "mark_sent",
    "mark_signed",
    "missing_facts",
    "recover_document",
    "render_document",
    "request_document",
    "retry_document",
]

"""From HTML to an accessible, reproducible PDF; nothing here knows about models or people."""

from thuisgevers.documents.rendering.pdf import Pdf, PdfMetadata, RenderingFailed, render_pdf

__all__ = ["Pdf", "PdfMetadata", "RenderingFailed", "render_pdf"]

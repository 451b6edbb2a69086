"""From HTML to an accessible, reproducible PDF; nothing here knows about models or people.

WeasyPrint takes more than a second to import and 60 MB to hold: only the process that renders loads it, the worker of the queue
`documents` at its start (`documents.tasks`). So nothing outside this package imports its modules `pdf`, `assets` or `fonts`.
"""

from thuisgevers.documents.rendering.results import FontsMissing, Pdf, PdfMetadata, RenderingFailed

__all__ = ["FontsMissing", "Pdf", "PdfMetadata", "RenderingFailed", "render_pdf"]


def render_pdf(html: str, *, metadata: PdfMetadata) -> Pdf:
    """`pdf.render_pdf`, loaded at the first call."""
    from thuisgevers.documents.rendering import pdf

    return pdf.render_pdf(html, metadata=metadata)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "thuisgevers.documents"
    label = "documents"
    verbose_name = _("documenten")

    def ready(self) -> None:
        """How the events of documents read on a timeline."""
        from thuisgevers.audit.timeline import tell

        for verb, text, icon in (
            ("request", _("heeft een document aangevraagd"), "file-text"),
            ("claim", _("is begonnen met het maken van een document"), "progress"),
            ("finish", _("heeft een document klaargezet"), "file-check"),
            ("fail", _("kon een document niet maken"), "alert-triangle"),
            ("lose", _("heeft een afgebroken document opnieuw in de rij gezet"), "refresh"),
            ("retry", _("heeft een document opnieuw laten maken"), "refresh"),
            ("cancel", _("heeft het maken van een document geannuleerd"), "x"),
            ("finalise", _("heeft een document definitief gemaakt"), "lock"),
            ("send", _("heeft genoteerd dat een document is verstuurd"), "send"),
            ("sign", _("heeft genoteerd dat een document is ondertekend"), "signature"),
        ):
            tell(f"documents.Document.{verb}", text, icon)  # type: ignore[arg-type]

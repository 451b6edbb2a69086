from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "thuisgevers.attachments"
    label = "attachments"
    verbose_name = _("bijlagen")

    def ready(self) -> None:
        """How the events of attachments read on a timeline."""
        from thuisgevers.audit.timeline import tell

        for verb, text, icon in (
            ("upload", _("heeft een bijlage toegevoegd"), "paperclip"),
            ("claim", _("is begonnen met de controle van een bijlage"), "progress"),
            ("pass", _("heeft een bijlage goedgekeurd"), "file-check"),
            ("refuse", _("heeft een bijlage geweigerd"), "alert-triangle"),
            ("lose", _("heeft een bijlage opnieuw in de rij gezet"), "refresh"),
            ("describe", _("heeft het bijschrift van een bijlage gewijzigd"), "pencil"),
            ("remove", _("heeft een bijlage verwijderd"), "trash"),
            ("restore", _("heeft een bijlage teruggezet"), "arrow-back-up"),
            ("cancel", _("heeft een bijlage weggehaald"), "x"),
            ("purge", _("heeft een verwijderde bijlage gewist"), "trash"),
        ):
            tell(f"attachments.Attachment.{verb}", text, icon)  # type: ignore[arg-type]

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "thuisgevers.audit"
    verbose_name = "logboek"

    def ready(self) -> None:
        """Tell what the log keeps of a person."""
        from .personal import register_sections

        register_sections()

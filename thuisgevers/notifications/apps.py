from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "thuisgevers.notifications"
    verbose_name = "berichten"

    def ready(self) -> None:
        """Tell what is kept of a person's mail."""
        from .personal import register_sections

        register_sections()

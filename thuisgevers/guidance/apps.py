from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "thuisgevers.guidance"
    verbose_name = "begeleiding"

    def ready(self) -> None:
        """Fill the registers of the floors below."""

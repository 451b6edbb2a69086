from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "housing"
    verbose_name = "huisvesting"

    def ready(self) -> None:
        """Fill the registers of the floors below: how events are told, panels."""
        from .panels import register_panels
        from .sentences import tell_events

        tell_events()
        register_panels()

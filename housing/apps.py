from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "housing"
    verbose_name = "huisvesting"

    def ready(self) -> None:
        """Fill the registers of the floors below: how events are told, panels, which properties hang on an initiative."""
        from thuisgevers.members.belonging import hang_on_initiative
        from thuisgevers.municipalities.enums import ScopeKind

        from .panels import register_panels
        from .permissions.owners import properties_of
        from .sentences import tell_events

        tell_events()
        register_panels()
        hang_on_initiative(ScopeKind.PROPERTY, properties_of)

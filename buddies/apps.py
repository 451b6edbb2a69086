from django.apps import AppConfig


class BuddiesConfig(AppConfig):
    name = "buddies"
    verbose_name = "buddy's"

    def ready(self) -> None:
        """Fill the registers of the floors below: how events are told, and the residents' page on that of their household."""
        from thuisgevers.common import slots
        from thuisgevers.municipalities.enums import Capability

        from .queries.welcome_desk import cards_of_household
        from .sentences import tell_buddy_events

        tell_buddy_events()
        slots.register(
            "household.detail",
            "buddies.welcome",
            Capability.WELCOME_MANAGE,
            cards_of_household,
            "buddies/welcome/panel.html",
            order=70,
        )

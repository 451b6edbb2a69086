from django.apps import AppConfig


class BuddiesConfig(AppConfig):
    name = "buddies"
    verbose_name = "buddy's"

    def ready(self) -> None:
        """Fill the registers of the floors below: how events are told, what a week holds, and the cards on the page of a household."""
        from .panels import register_buddy_panels
        from .sentences import tell_buddy_events

        tell_buddy_events()
        register_buddy_panels()

from django.apps import AppConfig


class BuddiesConfig(AppConfig):
    name = "buddies"
    verbose_name = "buddy's"

    def ready(self) -> None:
        """Fill the registers of the floors below: how events are told, what a week holds, the cards on the page of a household, and
        what becomes of matches when a household goes."""
        from .panels import register_buddy_panels
        from .personal import register_sections
        from .sentences import tell_buddy_events
        from .services.departing import follow_households

        tell_buddy_events()
        register_sections()
        register_buddy_panels()
        follow_households()

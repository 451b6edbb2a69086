from django.apps import AppConfig


class BuddiesConfig(AppConfig):
    name = "buddies"
    verbose_name = "buddy's"

    def ready(self) -> None:
        """Fill the registers of the floors below: how events are told, what a week holds, the cards on the page of a household, and
        what a household that leaves ends."""
        from thuisgevers.audit.subscriptions import subscribe

        from .panels import register_buddy_panels
        from .personal import register_sections
        from .sentences import tell_buddy_events
        from .services.ending import LEAVING, household_left

        tell_buddy_events()
        register_sections()
        register_buddy_panels()
        for step in LEAVING:
            subscribe(f"housing.Household.{step}", household_left)

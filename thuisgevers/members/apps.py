from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "thuisgevers.members"
    verbose_name = "leden"

    def ready(self) -> None:
        """Tell how events about members read, and what must be settled before an account can go."""
        from thuisgevers.common import slots

        from .panels import lost_factor, roles_that_run
        from .personal import register_sections
        from .sentences import tell_events

        tell_events()
        register_sections()
        slots.register("accounts.close", "members.roles", None, roles_that_run, "members/account_objections.html")
        slots.register("accounts.second_factor", "members.help", None, lost_factor, "members/account_lost_factor.html")
        slots.register("accounts.account", "members.roles", None, roles_that_run, "members/account_roles.html")

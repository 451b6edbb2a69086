"""Accounts: people and how they sign in. Knows no municipality and no role."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Floor 2."""

    name = "thuisgevers.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from thuisgevers.accounts import signals  # noqa: F401 - receivers connect on import
        from thuisgevers.accounts.personal import register_sections

        register_sections()

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "thuisgevers.members"
    verbose_name = "leden"

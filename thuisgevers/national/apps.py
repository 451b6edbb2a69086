from django.apps import AppConfig


class NationalConfig(AppConfig):
    name = "thuisgevers.national"
    verbose_name = "landelijk"

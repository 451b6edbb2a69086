from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MunicipalitiesConfig(AppConfig):
    name = "thuisgevers.municipalities"
    verbose_name = "gemeenten en rechten"

    def ready(self) -> None:
        from .capabilities import fill_capabilities

        post_migrate.connect(fill_capabilities, sender=self)

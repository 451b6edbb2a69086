"""The ground floor as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Binds Celery in every kind of process and guards every database connection."""

    name = "thuisgevers.common"
    label = "common"
    verbose_name = "Grond"

    def ready(self) -> None:
        # Named, not imported: the Celery application stands on the roof, as do the settings that we get by name too.
        import_module("thuisgevers.celery")
        from django.db.backends.signals import connection_created

        from thuisgevers.common import roles

        connection_created.connect(roles.refuse_privileged, dispatch_uid="common.roles.refuse_privileged")

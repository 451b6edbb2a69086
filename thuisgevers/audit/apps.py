from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "thuisgevers.audit"
    verbose_name = "logboek"

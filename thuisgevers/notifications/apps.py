from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "thuisgevers.notifications"
    verbose_name = "berichten"

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "thuisgevers.demo"
    verbose_name = "demo"

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "rechtop.overview.keeping"
    label = "keeping"

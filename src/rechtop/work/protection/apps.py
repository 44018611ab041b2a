from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "rechtop.work.protection"
    label = "protection"

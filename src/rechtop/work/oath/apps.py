from django.apps import AppConfig


class OathConfig(AppConfig):
    name = "rechtop.work.oath"
    label = "oath"

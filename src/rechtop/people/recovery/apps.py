from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    name = "rechtop.people.recovery"
    label = "recovery"

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "rechtop.work.intake"
    label = "intake"

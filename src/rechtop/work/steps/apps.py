from django.apps import AppConfig


class StepsConfig(AppConfig):
    name = "rechtop.work.steps"
    label = "steps"

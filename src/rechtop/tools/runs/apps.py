from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "rechtop.tools.runs"
    label = "runs"

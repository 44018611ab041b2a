from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "rechtop.work.triage"
    label = "triage"

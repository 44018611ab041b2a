from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "rechtop.tools.evidence"
    label = "evidence"

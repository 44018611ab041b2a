from django.apps import AppConfig


class ConfidantsConfig(AppConfig):
    name = "rechtop.work.confidants"
    label = "confidants"

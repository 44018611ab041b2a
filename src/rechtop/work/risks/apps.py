from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "rechtop.work.risks"
    label = "risks"

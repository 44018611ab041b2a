from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "rechtop.overview.handover"
    label = "handover"

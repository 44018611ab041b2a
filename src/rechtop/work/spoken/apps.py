from django.apps import AppConfig


class SpokenConfig(AppConfig):
    name = "rechtop.work.spoken"
    label = "spoken"

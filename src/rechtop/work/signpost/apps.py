from django.apps import AppConfig


class SignpostConfig(AppConfig):
    name = "rechtop.work.signpost"
    label = "signpost"

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "rechtop.ground.ui"
    label = "ui"

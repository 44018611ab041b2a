from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "rechtop.tools.figures"
    label = "figures"

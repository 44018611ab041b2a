from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "rechtop.overview.home"
    label = "home"

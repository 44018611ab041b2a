from django.apps import AppConfig


class ExampleConfig(AppConfig):
    name = "rechtop.overview.example"
    label = "example"

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "rechtop.tools.deadlines"
    label = "deadlines"

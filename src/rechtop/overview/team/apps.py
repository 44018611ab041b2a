from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "rechtop.overview.team"
    label = "team"

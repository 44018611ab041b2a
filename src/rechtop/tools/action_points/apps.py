from django.apps import AppConfig


class ActionPointsConfig(AppConfig):
    name = "rechtop.tools.action_points"
    label = "action_points"

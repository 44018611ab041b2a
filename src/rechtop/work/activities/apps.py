from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "rechtop.work.activities"
    label = "activities"

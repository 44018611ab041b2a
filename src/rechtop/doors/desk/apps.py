from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rechtop.doors.desk"
    label = "desk"

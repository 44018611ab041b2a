from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "rechtop.doors.public"
    label = "public"

from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "rechtop.overview.trail"
    label = "trail"

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "rechtop.work.requests"
    label = "requests"

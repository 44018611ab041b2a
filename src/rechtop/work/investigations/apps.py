from django.apps import AppConfig


class Investigations(AppConfig):
    name = "rechtop.work.investigations"
    label = "investigations"

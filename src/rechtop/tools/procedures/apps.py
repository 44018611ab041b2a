from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "rechtop.tools.procedures"
    label = "procedures"

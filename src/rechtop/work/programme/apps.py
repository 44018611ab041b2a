from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "rechtop.work.programme"
    label = "programme"

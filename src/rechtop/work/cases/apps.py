from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "rechtop.work.cases"
    label = "cases"

from django.apps import AppConfig


class YearImportConfig(AppConfig):
    name = "rechtop.overview.year_import"
    label = "year_import"

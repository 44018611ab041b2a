from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "rechtop.overview.search"
    label = "search"

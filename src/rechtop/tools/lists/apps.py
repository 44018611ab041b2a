from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "rechtop.tools.lists"
    label = "lists"

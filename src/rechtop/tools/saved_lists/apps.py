from django.apps import AppConfig


class SavedListsConfig(AppConfig):
    name = "rechtop.tools.saved_lists"
    label = "saved_lists"

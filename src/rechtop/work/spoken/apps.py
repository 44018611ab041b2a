from importlib import import_module

from django.apps import AppConfig


class SpokenConfig(AppConfig):
    name = "rechtop.work.spoken"
    label = "spoken"

    def ready(self) -> None:
        """Load what follows when a file is held no more: the room of the cases may not import
        it."""
        import_module("rechtop.work.spoken.operations")

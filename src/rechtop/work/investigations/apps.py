from importlib import import_module

from django.apps import AppConfig


class Investigations(AppConfig):
    name = "rechtop.work.investigations"
    label = "investigations"

    def ready(self) -> None:
        """Load what follows when a case closes, or is closed for someone: the room of the cases may
        not import it."""
        import_module("rechtop.work.investigations.closing")
        import_module("rechtop.work.investigations.leaving")

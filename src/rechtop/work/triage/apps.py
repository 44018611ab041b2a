from importlib import import_module

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "rechtop.work.triage"
    label = "triage"

    def ready(self) -> None:
        """Load what is said before a case closes, and what goes along with one: the room of the
        cases may not import it."""
        import_module("rechtop.work.triage.closing")

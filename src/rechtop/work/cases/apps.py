from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CasesConfig(AppConfig):
    name = "rechtop.work.cases"
    label = "cases"

    def ready(self) -> None:
        """Load what the rooms above offer to ask of a case: this room may not import them."""
        autodiscover_modules("facts")

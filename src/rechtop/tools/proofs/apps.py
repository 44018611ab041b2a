from django.apps import AppConfig


class ProofsConfig(AppConfig):
    name = "rechtop.tools.proofs"
    label = "proofs"

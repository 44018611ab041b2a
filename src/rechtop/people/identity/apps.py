from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "rechtop.people.identity"
    label = "identity"

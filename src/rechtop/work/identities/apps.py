from django.apps import AppConfig


class IdentitiesConfig(AppConfig):
    name = "rechtop.work.identities"
    label = "identities"

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "rechtop.ground.vault"
    label = "vault"

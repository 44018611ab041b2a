from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rechtop.ground.audit"
    label = "audit"

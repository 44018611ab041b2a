from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "rechtop.tools.policies"
    label = "policies"

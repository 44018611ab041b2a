from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "rechtop.tools.retention"
    label = "retention"

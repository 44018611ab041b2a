from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "rechtop.work.training"
    label = "training"

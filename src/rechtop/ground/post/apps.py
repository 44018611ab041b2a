from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "rechtop.ground.post"
    label = "post"

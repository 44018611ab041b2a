from django.apps import AppConfig


class GoodConversationsConfig(AppConfig):
    name = "rechtop.work.good_conversations"
    label = "good_conversations"

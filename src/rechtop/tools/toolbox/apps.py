from django.apps import AppConfig


class ToolboxConfig(AppConfig):
    name = "rechtop.tools.toolbox"
    label = "toolbox"

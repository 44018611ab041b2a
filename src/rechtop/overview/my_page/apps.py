from django.apps import AppConfig


class MyPageConfig(AppConfig):
    name = "rechtop.overview.my_page"
    label = "my_page"

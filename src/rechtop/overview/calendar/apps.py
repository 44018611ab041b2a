from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "rechtop.overview.calendar"
    label = "calendar"

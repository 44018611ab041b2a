from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "rechtop.people.personnel"
    label = "personnel"

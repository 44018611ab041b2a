from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "rechtop.people.organisation"
    label = "organisation"

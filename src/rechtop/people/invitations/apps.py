from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "rechtop.people.invitations"
    label = "invitations"

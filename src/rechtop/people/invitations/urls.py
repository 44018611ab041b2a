"""Addresses to invite people, and of the link they get."""

from django.urls import path

from rechtop.people.invitations.views import coming, inviting

desk = (
    [
        path("uitnodigen/", inviting.people, name="people"),
        path("uitnodigen/iedereen/", inviting.everyone, name="everyone"),
        path("uitnodigen/vanzelf/", inviting.arrange, name="arrange"),
        path("uitnodiging/", coming.choose, name="choose"),
        path("uitnodiging/<int:number>/<slug:word>/", coming.follow, name="follow"),
    ],
    "invitations",
)

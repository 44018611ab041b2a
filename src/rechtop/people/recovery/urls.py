"""Addresses of the recovery key and what is done with it."""

from django.urls import path

from rechtop.people.recovery.views import desk as views

desk = (
    [
        path("herstel/", views.overview, name="overview"),
        path("herstel/ceremonie/", views.ceremony, name="ceremony"),
        path("herstel/bevestigen/", views.confirm, name="confirm"),
        path("herstel/proef/", views.trial, name="trial"),
        path("herstel/nieuwe-bladen/", views.new_sheets, name="new_sheets"),
        path("herstel/toegang/", views.choose, name="choose"),
        path(
            "herstel/toegang/<slug:cause>/<slug:sphere>/<int:receiver>/<int:former>/",
            views.give,
            name="give",
        ),
        path("herstel/wachtzin-kwijt/", views.lost, name="lost"),
        path("herstel/wachtzin-kwijt/<int:number>/", views.lost_by, name="lost_by"),
        path("herstel/berichten/<int:number>/gelezen/", views.acknowledge, name="acknowledge"),
    ],
    "recovery",
)

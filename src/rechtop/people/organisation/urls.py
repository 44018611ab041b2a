"""Addresses of people, units and keys."""

from django.urls import path

from rechtop.people.organisation.views import desk as views

desk = (
    [
        path("mensen/", views.people, name="people"),
        path("mensen/<int:number>/", views.person, name="person"),
        path("mensen/<int:number>/aanmelding/", views.renew, name="renew"),
        path("taken/<int:number>/einddag/", views.set_end, name="set_end"),
        path("taken/<int:number>/einde/", views.end_duty, name="end_duty"),
        path("onderdelen/", views.units, name="units"),
        path("sleutels/", views.keys, name="keys"),
        path("sleutels/<int:number>/bevestigen/", views.certify, name="certify"),
        path("kaart/", views.card, name="card"),
        path("kaart/foto-weg/", views.take_photo_away, name="take_photo_away"),
        path("kaart/weghalen/", views.take_card_down, name="take_card_down"),
        path("rooster/<str:name>/", views.propose_roster, name="propose_roster"),
        path("rooster/<int:number>/tekenen/", views.sign_roster, name="sign_roster"),
    ],
    "organisation",
)

"""Addresses of the toolbox."""

from django.urls import path

from rechtop.tools.toolbox.views import desk as views

desk = (
    [
        path("toolbox/", views.overview, name="overview"),
        path("toolbox/nieuw/", views.add, name="add"),
        path("toolbox/bestand/", views.export, name="export"),
        path("toolbox/overnemen/", views.bring, name="bring"),
        path("toolbox/overnemen/<int:number>/", views.check, name="check"),
        path("toolbox/overnemen/<int:number>/ja/", views.confirm, name="confirm"),
        path("toolbox/overnemen/<int:number>/weg/", views.throw_away, name="throw_away"),
        path("toolbox/<uuid:key>/", views.instrument, name="instrument"),
        path("toolbox/<uuid:key>/wijzigen/", views.change, name="change"),
        path("toolbox/<uuid:key>/weg/", views.take_away, name="take_away"),
    ],
    "toolbox",
)

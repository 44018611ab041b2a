"""Addresses of taking over a year."""

from django.urls import path

from rechtop.overview.year_import.views import desk as views

desk = (
    [
        path("jaar-overnemen/", views.bring, name="bring"),
        path("jaar-overnemen/<int:number>/", views.check, name="check"),
        path("jaar-overnemen/<int:number>/ja/", views.confirm, name="confirm"),
        path("jaar-overnemen/<int:number>/nee/", views.throw_away, name="throw_away"),
        path("jaar-overnemen/voorbeeld/", views.example, name="example"),
    ],
    "year_import",
)

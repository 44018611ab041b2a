"""Addresses of keeping and destroying. A number in an address is random and tells nothing."""

from django.urls import path

from rechtop.overview.keeping.views import desk as views

desk = (
    [
        path("bewaren/", views.overview, name="overview"),
        path("bewaren/termijnen/", views.schedule, name="schedule"),
        path("bewaren/termijnen/nieuw/", views.new_term, name="new_term"),
        path("bewaren/voorstel/", views.due, name="due"),
        path("bewaren/verklaringen/", views.declarations, name="declarations"),
        path("bewaren/<str:number>/", views.destruction, name="destruction"),
        path("bewaren/<str:number>/werkblad/", views.worksheet, name="worksheet"),
        path("bewaren/<str:number>/<str:line>/", views.strike, name="strike"),
    ],
    "keeping",
)

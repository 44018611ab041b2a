"""Addresses of names. A number in an address is random and tells nothing."""

from django.urls import path

from rechtop.work.identities.views import desk as views

desk = (
    [
        path("zaken/<str:number>/melder/", views.reporter, name="reporter"),
        path("zaken/<str:number>/melder/openen/", views.open_name, name="open"),
        path("zaken/<str:number>/melder/verteld/", views.told, name="told"),
        path("zaken/<str:number>/melder/vordering/", views.announce, name="announce"),
        path("namen/", views.names, name="names"),
        path("namen/vragen/<str:number>/", views.question, name="question"),
        path("namen/vorderingen/<str:number>/", views.demand, name="demand"),
    ],
    "identities",
)

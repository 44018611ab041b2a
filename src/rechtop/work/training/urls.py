"""Addresses of required activities at the desk."""

from django.urls import path

from rechtop.work.training.views import desk as views

_ONE = "activiteiten/verplicht/<int:number>/"
_GATHERING = "activiteiten/bijeenkomst/<int:number>/verplicht/"

desk = (
    [
        path("activiteiten/verplicht/", views.overview, name="overview"),
        path(_ONE, views.requirement, name="requirement"),
        path(f"{_ONE}volgen/", views.own, name="own"),
        path(f"{_ONE}stoppen/", views.end, name="end"),
        path(f"{_ONE}lijst/<str:kind>/", views.export, name="export"),
        path(_GATHERING, views.of_gathering, name="of_gathering"),
        path(f"{_GATHERING}nieuw/", views.require, name="require"),
        path(f"{_GATHERING}telt/", views.let_count, name="let_count"),
    ],
    "training",
)

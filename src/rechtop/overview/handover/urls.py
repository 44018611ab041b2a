"""Addresses of handing over."""

from django.urls import path

from rechtop.overview.handover.views import desk as views

desk = (
    [
        path("overdragen/", views.cases, name="cases"),
        path("overdragen/namen/", views.names, name="names"),
        path("overdragen/gezien/", views.seen, name="seen"),
        path("overdragen/wie/", views.who, name="who"),
        path("overdragen/eerder/", views.earlier, name="earlier"),
    ],
    "handover",
)

"""Addresses of reports that were spoken."""

from django.urls import path

from rechtop.work.spoken.views import desk as views

desk = (
    [
        path("gesproken/", views.enter, name="enter"),
        path("zaken/<str:number>/verslag/", views.minutes, name="minutes"),
        path("zaken/<str:number>/verslag/opname/", views.record, name="record"),
    ],
    "spoken",
)

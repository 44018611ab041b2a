"""Addresses of the signpost: for everybody, and for who keeps it."""

from django.urls import path

from rechtop.work.signpost.views import desk as views
from rechtop.work.signpost.views import public as views_public

public = (
    [
        path("wegwijzer/", views_public.ask, name="begin"),
        path("wegwijzer/<str:steps>/", views_public.ask, name="ask"),
    ],
    "signpost_public",
)
desk = (
    [
        path("wegwijzer/", views.overview, name="overview"),
        path("wegwijzer/beginnen/", views.begin, name="write"),
        path("wegwijzer/vaststellen/", views.adopt, name="adopt"),
        path("wegwijzer/weggooien/", views.throw_away, name="throw_away"),
        path("wegwijzer/vraag/", views.add_question, name="add_question"),
        path("wegwijzer/einde/", views.add_end, name="add_end"),
        path("wegwijzer/<slug:code>/", views.place, name="place"),
        path("wegwijzer/<slug:code>/weg/", views.take_away, name="take_away"),
        path("wegwijzer/<slug:code>/eerst/", views.begin_with, name="begin_with"),
        path("wegwijzer/uitgaven/<int:version>/", views.edition, name="edition"),
    ],
    "signpost",
)

"""Addresses of the policies: for everybody, and at the desk."""

from django.urls import path

from rechtop.tools.policies.views import desk as views
from rechtop.tools.policies.views import public as views_public

public = (
    [
        path("beleid/", views_public.overview, name="overview"),
        path("beleid/<slug:slug>/", views_public.policy, name="policy"),
        path("beleid/<slug:slug>/pdf/", views_public.as_pdf, name="pdf"),
    ],
    "policies_public",
)

_one = "beleid/<slug:slug>"
desk = (
    [
        path("beleid/", views.overview, name="overview"),
        path("beleid/nieuw/", views.add, name="add"),
        path("beleid/lezen/", views.to_read, name="to_read"),
        path(f"{_one}/", views.policy, name="policy"),
        path(f"{_one}/gegevens/", views.describe, name="describe"),
        path(f"{_one}/eigenaar/", views.give, name="give"),
        path(f"{_one}/beginnen/", views.begin, name="begin"),
        path(f"{_one}/schrijven/", views.write, name="write"),
        path(f"{_one}/concept/", views.draft, name="draft"),
        path(f"{_one}/voorleggen/", views.offer, name="offer"),
        path(f"{_one}/weggooien/", views.throw_away, name="throw_away"),
        path(f"{_one}/versies/<int:number>/", views.version, name="version"),
        path(f"{_one}/versies/<int:number>/pdf/", views.as_pdf, name="pdf"),
        path(f"{_one}/versies/<int:number>/gelezen/", views.confirm, name="confirm"),
        path(f"{_one}/leesronde/", views.reading, name="reading"),
        path(f"{_one}/leesronde/<int:number>/stoppen/", views.stop, name="stop"),
        path(f"{_one}/verschil/<int:before>/<int:after>/", views.compare, name="compare"),
    ],
    "policies",
)

"""Addresses of the Goede Gesprek. A number in an address is random and tells nothing."""

from django.urls import path

from rechtop.work.good_conversations.views import desk as views
from rechtop.work.good_conversations.views import overview

desk = (
    [
        path("goede-gesprekken/", views.people, name="people"),
        path("goede-gesprekken/<int:year>/", views.people, name="of_year"),
        path("goede-gesprekken/vinkje/<str:number>/terug/", views.take_back, name="take_back"),
        path("goede-gesprekken/vinkje/<str:number>/klopt/", views.confirm, name="confirm"),
        path("goede-gesprekken/vinkje/<str:number>/betwist/", views.contest, name="contest"),
        path("goede-gesprekken/mijn/", views.mine, name="mine"),
        path("goede-gesprekken/werkoverleg/", views.meetings, name="meetings"),
        path("goede-gesprekken/werkoverleg/<str:number>/weg/", views.meeting_away, name="away"),
        path("goede-gesprekken/dekking/", overview.coverage, name="coverage"),
        path("goede-gesprekken/dekking/werkblad/<slug:kind>/", overview.export, name="export"),
        path("goede-gesprekken/punten/", overview.points, name="points"),
        path("goede-gesprekken/herinneren/", overview.reminders, name="reminders"),
    ],
    "good_conversations",
)

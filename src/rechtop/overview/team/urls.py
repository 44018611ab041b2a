"""Addresses of how the team's work is divided."""

from django.urls import path

from rechtop.overview.team.views import desk as views

desk = (
    [
        path("team/", views.team, name="team"),
        path("team/vragen/", views.nudge, name="nudge"),
    ],
    "team",
)

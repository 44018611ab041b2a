"""Addresses of activities at the desk, and the one that a calendar program reads."""

from django.urls import path

from rechtop.work.activities.views import desk as views
from rechtop.work.activities.views import keeping, public

_ONE = "activiteiten/bijeenkomst/<int:number>/"

desk = (
    [
        path("activiteiten/", views.mine, name="mine"),
        path("activiteiten/kalender/", views.this_month, name="now"),
        path("activiteiten/kalender/<int:year>/<int:month>/", views.month, name="month"),
        path("activiteiten/adres/", views.address, name="address"),
        path("activiteiten/adres/intrekken/", views.take_back, name="take_back"),
        path("activiteiten/<int:year>/", views.year, name="year"),
        path("activiteiten/<int:year>/bereik/", views.coverage, name="coverage"),
        path("activiteiten/plannen/", keeping.plan, name="plan"),
        path("activiteiten/reeks/", keeping.plan_series, name="plan_series"),
        path(_ONE, views.gathering, name="gathering"),
        path(f"{_ONE}aanmelden/", views.sign_up, name="sign_up"),
        path(f"{_ONE}afmelden/", views.sign_off, name="sign_off"),
        path(f"{_ONE}wijzigen/", keeping.change, name="change"),
        path(f"{_ONE}verzetten/", keeping.move, name="move"),
        path(f"{_ONE}afzeggen/", keeping.cancel, name="cancel"),
        path(f"{_ONE}plaatsen/", keeping.set_sign_up, name="set_sign_up"),
        path(f"{_ONE}gehouden/", keeping.hold, name="hold"),
        path(f"{_ONE}heropenen/", keeping.reopen, name="reopen"),
    ],
    "activities",
)
open_to_programs = (
    [path("activiteiten/<str:token>.ics", public.feed, name="feed")],
    "activities_feed",
)

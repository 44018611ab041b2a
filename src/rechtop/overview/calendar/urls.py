"""Addresses of the calendar at the desk, and the one that a calendar program reads."""

from django.urls import path

from rechtop.overview.calendar.views import desk as views
from rechtop.overview.calendar.views import public

desk = (
    [
        path("agenda/", views.this_month, name="now"),
        path("agenda/<int:year>/<int:number>/", views.month, name="month"),
        path("agenda/lijst/", views.whole, name="list"),
        path("agenda/adres/", views.address, name="address"),
        path("agenda/adres/intrekken/", views.take_back, name="take_back"),
        path("agenda/herinneringen/", views.reminders, name="reminders"),
        path("agenda/vrije-dagen/", views.holidays, name="holidays"),
        path("agenda/vrije-dagen/<int:number>/weg/", views.take_away, name="take_holiday_away"),
    ],
    "calendar",
)
open_to_programs = ([path("agenda/<str:token>.ics", public.feed, name="feed")], "calendar_feed")

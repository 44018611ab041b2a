"""Addresses of the programme of a year."""

from django.urls import path

from rechtop.work.programme.views import desk as views

desk = (
    [
        path("programma/", views.first, name="first"),
        path("programma/<int:year>/", views.year, name="year"),
        path("programma/<int:year>/tekst/", views.words, name="words"),
        path("programma/<int:year>/tekst/schrijven/", views.write, name="write"),
        path("programma/<int:year>/<slug:kind>/", views.add, name="add"),
        path("programma/<int:year>/<slug:kind>/<int:number>/", views.change, name="change"),
        path(
            "programma/<int:year>/<slug:kind>/<int:number>/weg/",
            views.take_away,
            name="take_away",
        ),
    ],
    "programme",
)

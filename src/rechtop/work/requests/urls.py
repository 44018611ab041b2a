"""Addresses of request rounds. A number in an address is random and tells nothing."""

from django.urls import path

from rechtop.work.requests.views import answering
from rechtop.work.requests.views import desk as views

desk = (
    [
        path("uitvraag/", views.overview, name="overview"),
        path("uitvraag/beginnen/", views.open_round, name="open"),
        path("uitvraag/vraag/", views.question, name="question"),
        path("uitvraag/mijn/", answering.mine, name="mine"),
        path("uitvraag/mijn/melden/", answering.report, name="report"),
        path("uitvraag/mijn/<str:number>/antwoord/", answering.answer, name="answer"),
        path("uitvraag/mijn/<str:number>/afgehandeld/", answering.hand_in, name="hand_in"),
        path("uitvraag/vragen/<str:number>/vervalt/", views.let_lapse, name="let_lapse"),
        path("uitvraag/vragen/<str:number>/toch/", views.ask_again, name="ask_again"),
        path("uitvraag/<int:year>/<int:quarter>/", views.one_round, name="round"),
        path("uitvraag/<int:year>/<int:quarter>/werkblad/", views.export, name="export"),
        path("uitvraag/<int:year>/<int:quarter>/herinneren/", views.remind, name="remind"),
        path("uitvraag/<int:year>/<int:quarter>/laten-gaan/", views.let_go, name="let_go"),
        path("uitvraag/<int:year>/<int:quarter>/nieuwe/", views.ask_newcomers, name="newcomers"),
        path("uitvraag/<int:year>/<int:quarter>/laatste-dag/", views.move, name="move"),
        path("uitvraag/<int:year>/<int:quarter>/sluiten/", views.close, name="close"),
    ],
    "requests",
)

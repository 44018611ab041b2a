"""Addresses of the oath or promise."""

from django.urls import path

from rechtop.work.oath.views import arranging
from rechtop.work.oath.views import desk as views

desk = (
    [
        path("eed/", views.overview, name="overview"),
        path("eed/werkblad/<slug:kind>/", views.export, name="export"),
        path("eed/mensen/<int:number>/", views.one, name="one"),
        path("eed/mensen/<int:number>/uitzondering/", views.exempt, name="exempt"),
        path("eed/mensen/<int:number>/opheffen/", views.lift, name="lift"),
        path("eed/registraties/<int:number>/weg/", views.withdraw, name="withdraw"),
        path("eed/afspraken/", arranging.rules_page, name="rules"),
        path("eed/afspraken/tekst/<slug:form>/", arranging.words, name="words"),
        path("eed/afspraken/tekst/<slug:form>/schrijven/", arranging.write, name="write"),
        path("eed/afspraken/tekst/<slug:form>/weg/", arranging.throw_away, name="throw_away"),
        path("eed/afspraken/termijn/", arranging.term, name="term"),
        path("eed/afspraken/voor-wie/", arranging.official, name="official"),
        path("eed/afspraken/voor-wie/<int:number>/", arranging.end_official, name="end_official"),
    ],
    "oath",
)

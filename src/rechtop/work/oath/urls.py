"""Addresses of the oath or promise."""

from django.urls import path

from rechtop.work.oath.views import arranging, lists, mine, sessions
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
        path("eed/bijeenkomsten/", sessions.listed, name="sessions"),
        path("eed/bijeenkomsten/nieuw/", sessions.plan, name="plan"),
        path("eed/bijeenkomsten/<int:number>/", sessions.session, name="session"),
        path("eed/bijeenkomsten/<int:number>/wijzigen/", sessions.change, name="change"),
        path("eed/bijeenkomsten/<int:number>/afzeggen/", sessions.call_off, name="call_off"),
        path("eed/bijeenkomsten/<int:number>/uitnodigen/", sessions.invite, name="invite"),
        path("eed/bijeenkomsten/<int:number>/erbij/", sessions.invite_one, name="invite_one"),
        path("eed/bijeenkomsten/<int:number>/aanwezig/", sessions.attendance, name="attendance"),
        path("eed/bijeenkomsten/<int:number>/bij-wie/", sessions.before_whom, name="before_whom"),
        path("eed/bijeenkomsten/<int:number>/agenda/", sessions.calendar, name="calendar"),
        path("eed/bijeenkomsten/<int:number>/lijst/", sessions.signed_list, name="signed_list"),
        path("eed/bijeenkomsten/<int:number>/getekend/", lists.keep, name="keep_list"),
        path("eed/getekende-lijsten/<int:number>/", lists.give, name="give_list"),
        path("eed/getekende-lijsten/<int:number>/weg/", lists.remove, name="remove_list"),
        path("eed/uitnodigingen/<int:number>/", sessions.attend, name="attend"),
        path("eed/uitnodigingen/<int:number>/weg/", sessions.uninvite, name="uninvite"),
        path("eed/mijn/", mine.mine, name="mine"),
        path("eed/mijn/kiezen/", mine.choose, name="choose"),
        path("eed/mijn/tekenen/", mine.sign, name="sign"),
        path("eed/bewijs/<int:number>/", mine.certificate, name="certificate"),
    ],
    "oath",
)

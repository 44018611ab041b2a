"""Addresses of investigations. A number in an address is random and tells nothing."""

from django.urls import path

from rechtop.work.investigations.views import deciding, report, room
from rechtop.work.investigations.views import desk as views
from rechtop.work.investigations.views import public as letters

desk = (
    [
        path("onderzoeken/", views.overview, name="list"),
        path("zaken/<str:number>/onderzoek/", views.of_case, name="of_case"),
        path("onderzoeken/<str:number>/", views.investigation, name="investigation"),
        path("onderzoeken/<str:number>/beslisser/", views.choose, name="choose"),
        path("onderzoeken/<str:number>/opdracht/", views.order, name="order"),
        path("onderzoeken/<str:number>/onderzoeker/", views.replace, name="replace"),
        path("onderzoeken/<str:number>/weigeren/", views.decline, name="decline"),
        path("onderzoeken/<str:number>/verklaring/", views.sign, name="sign"),
        path("onderzoeken/<str:number>/toelaten/", views.give_key, name="give_key"),
        path("onderzoeken/<str:number>/plan/", room.plan, name="plan"),
        path("onderzoeken/<str:number>/uren/", room.cost, name="cost"),
        path("onderzoeken/<str:number>/gehoord/", room.person, name="person"),
        path("onderzoeken/<str:number>/betrokkene/", room.list_concerned, name="list_concerned"),
        path("onderzoeken/<str:number>/betrokkene/los/", room.part_concerned, name="part"),
        path("onderzoeken/<str:number>/uitnodigen/", room.invite, name="invite"),
        path("onderzoeken/<str:number>/brief/<uuid:letter>/", room.invitation, name="invitation"),
        path("onderzoeken/<str:number>/verklaring/opschrijven/", room.statement, name="statement"),
        path("onderzoeken/<str:number>/verklaring/antwoord/", room.answer, name="answer"),
        path("onderzoeken/<str:number>/bewijs/", room.exhibit, name="exhibit"),
        path("onderzoeken/<str:number>/bevinding/", room.finding, name="finding"),
        path("onderzoeken/<str:number>/middel/", room.means, name="means"),
        path("onderzoeken/<str:number>/terug/", room.take_piece_back, name="take_piece_back"),
        path("onderzoeken/<str:number>/rapport/", report.report, name="report"),
        path("onderzoeken/<str:number>/rapport/document/", report.document, name="document"),
        path("onderzoeken/<str:number>/rapport/pdf/", report.as_pdf, name="pdf"),
        path("onderzoeken/<str:number>/concept/<uuid:person>/", report.redact, name="redact"),
        path("onderzoeken/<str:number>/reactie/<uuid:draft>/", report.personal, name="personal"),
        path(
            "onderzoeken/<str:number>/reactie/<uuid:draft>/geen/",
            report.no_reaction,
            name="no_reaction",
        ),
        path(
            "onderzoeken/<str:number>/reactie/<uuid:draft>/tijd/",
            report.more_time,
            name="more_time",
        ),
        path("onderzoeken/<str:number>/conclusie/", room.conclude, name="conclude"),
        path("onderzoeken/<str:number>/conclusie/terug/", room.take_back, name="take_back"),
        path("onderzoeken/<str:number>/advies/", room.advise, name="advise"),
        path("onderzoeken/<str:number>/eindrapport/", report.final, name="final"),
        path("onderzoeken/<str:number>/uitkomst/<uuid:draft>/", report.share, name="share"),
        path("onderzoeken/<str:number>/uitkomst/<uuid:draft>/brief/", report.told, name="told"),
        path(
            "onderzoeken/<str:number>/brief-uitkomst/<uuid:person>/", report.outcome, name="outcome"
        ),
        path("onderzoeken/<str:number>/gelezen/", deciding.take_note, name="take_note"),
        path("onderzoeken/<str:number>/maatregel/", deciding.measure, name="measure"),
        path("onderzoeken/<str:number>/bezwaar/", deciding.objection, name="objection"),
        path("onderzoeken/<str:number>/aangifte/", deciding.police, name="police"),
        path("onderzoeken/<str:number>/einde/", views.finish, name="finish"),
    ],
    "investigations",
)

public = (
    [
        path("brief/", letters.enter, name="enter"),
        path("brief/lezen/", letters.read, name="read"),
        path("brief/sluiten/", letters.leave, name="leave"),
    ],
    "letters",
)

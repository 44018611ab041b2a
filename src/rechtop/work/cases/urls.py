"""Addresses of cases. A number in an address is random and tells nothing."""

from django.urls import path

from rechtop.work.cases.views import attachments, holding, lists, second_reader, terms
from rechtop.work.cases.views import desk as views

desk = (
    [
        path("zaken/", views.case_list, name="list"),
        path("zaken/invoeren/", views.enter, name="enter"),
        path("zaken/werkblad/", views.export, name="export"),
        path("zaken/lijsten/", lists.save, name="save_list"),
        path("zaken/lijsten/<int:number>/weg/", lists.forget, name="forget_list"),
        path("registraties/<str:number>/", views.registration, name="registration"),
        path("zaken/<str:number>/", views.case, name="case"),
        path("zaken/<str:number>/behandelaar/", views.assign, name="assign"),
        path("zaken/<str:number>/ontvangst/", views.acknowledge, name="acknowledge"),
        path("zaken/<str:number>/procedure/", views.register, name="register"),
        path("zaken/<str:number>/bericht/", views.write, name="write"),
        path("zaken/<str:number>/terugkoppeling/", views.feedback, name="feedback"),
        path("zaken/<str:number>/notitie/", views.note, name="note"),
        path("zaken/<str:number>/bestanden/", attachments.add, name="add_files"),
        path("zaken/<str:number>/bestanden/delen/", attachments.share, name="share_files"),
        path("zaken/<str:number>/bestanden/<uuid:file>/", attachments.file, name="file"),
        path("zaken/<str:number>/bestanden/<uuid:file>/kopie/", attachments.copy, name="copy"),
        path(
            "zaken/<str:number>/bestanden/<uuid:file>/origineel/",
            attachments.original,
            name="original",
        ),
        path("zaken/<str:number>/betrokkene/", views.concerned, name="concerned"),
        path("zaken/<str:number>/vervangers/", views.refer, name="refer"),
        path("zaken/<str:number>/afsluiten/", views.close, name="close"),
        path("zaken/<str:number>/heropenen/", views.reopen, name="reopen"),
        path("zaken/<str:number>/rij/", views.propose_row, name="propose_row"),
        path("zaken/<str:number>/vasthouden/", holding.hold, name="hold"),
        path("zaken/<str:number>/vrijgeven/", holding.lift_hold, name="lift_hold"),
        path("zaken/<str:number>/termijnen/<int:term>/stilzetten/", terms.pause, name="pause"),
        path("zaken/<str:number>/termijnen/<int:term>/hervatten/", terms.resume, name="resume"),
        path("zaken/<str:number>/termijnen/<int:term>/verlengen/", terms.extend, name="extend"),
        path("zaken/jaar/<int:year>/", views.year, name="year"),
        path("rijen/", views.rows, name="rows"),
        path("rijen/<str:number>/", second_reader.row, name="row"),
    ],
    "cases",
)

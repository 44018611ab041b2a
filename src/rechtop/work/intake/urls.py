"""Addresses of the reporter's way: neutral, since browsers keep them."""

from django.urls import include, path

from rechtop.work.intake.views import attachments, detriment, minutes
from rechtop.work.intake.views import public as views

_patterns = [
    path("formulier/1/", views.what, name="what"),
    path("formulier/2/", views.who, name="who"),
    path("formulier/3/", views.you, name="you"),
    path("formulier/4/", views.check, name="check"),
    path("formulier/5/", views.words, name="words"),
    path("formulier/bestanden/", attachments.of_draft, name="files"),
    path("formulier/bestanden/weg/", attachments.remove, name="remove_file"),
    path("formulier/wissen/", views.forget, name="forget"),
    path("inzien/", views.enter, name="enter"),
    path("inzien/postvak/", views.mailbox, name="mailbox"),
    path("inzien/bestanden/", attachments.of_mailbox, name="add_files"),
    path("inzien/bestanden/<uuid:number>/", attachments.fetch, name="file"),
    path("inzien/verslag/", minutes.check, name="minutes"),
    path("inzien/verslag/verbeteren/", minutes.correct, name="correct"),
    path("inzien/vraag/", detriment.answer, name="check_in"),
    path("inzien/seintje/", views.notice, name="notice"),
    path("inzien/gegevens/", views.name, name="name"),
    path("inzien/beeld/", views.view, name="view"),
    path("inzien/bewijs/", views.receipts, name="receipts"),
    path("inzien/bewijs/<int:place>/pdf/", views.receipt, name="receipt"),
    path("inzien/bewijs/<int:place>/gegevens/", views.receipt_data, name="receipt_data"),
    path("inzien/bewijs/<int:place>/kopie/", views.copy, name="copy"),
    path("inzien/sluiten/", views.leave, name="leave"),
]
public = [path("", include((_patterns, "intake")))]

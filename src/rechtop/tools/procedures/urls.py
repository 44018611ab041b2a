"""Addresses of the procedures: for everybody, and for who keeps them."""

from django.urls import path

from rechtop.tools.procedures.views import desk as views
from rechtop.tools.procedures.views import public as views_public

public = (
    [
        path("procedures/", views_public.overview, name="overview"),
        path("procedures/bijlage/", views_public.appendix, name="appendix"),
        path("procedures/bijlage/document/", views_public.document, name="document"),
        path("procedures/<slug:code>/", views_public.procedure, name="procedure"),
        path("procedures/<slug:code>/bpmn/", views_public.bpmn_file, name="bpmn"),
    ],
    "procedures_public",
)
_one = "procedures/<slug:code>"
desk = (
    [
        path("procedures/", views.overview, name="overview"),
        path("procedures/nieuw/", views.add, name="add"),
        path(f"{_one}/", views.procedure, name="procedure"),
        path(f"{_one}/beginnen/", views.begin, name="write"),
        path(f"{_one}/vaststellen/", views.adopt, name="adopt"),
        path(f"{_one}/weggooien/", views.throw_away, name="throw_away"),
        path(f"{_one}/gegevens/", views.head, name="head"),
        path(f"{_one}/stap/", views.add_step, name="add_step"),
        path(f"{_one}/stap/<slug:step>/", views.step, name="step"),
        path(f"{_one}/stap/<slug:step>/weg/", views.take_away, name="take_away"),
        path(f"{_one}/stap/<slug:step>/eerst/", views.begin_with, name="begin_with"),
        path(f"{_one}/versies/<int:number>/", views.version, name="version"),
        path(f"{_one}/verschil/<int:before>/<int:after>/", views.compare, name="compare"),
    ],
    "procedures",
)

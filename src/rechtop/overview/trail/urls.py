"""Addresses of the log."""

from django.urls import path

from rechtop.overview.trail.views import desk as views

desk = (
    [
        path("logboek/", views.lines, name="lines"),
        path("logboek/ophalen/", views.export, name="export"),
        path("logboek/heel/", views.whole, name="whole"),
        path("logboek/heel/nalopen/", views.check, name="check"),
        path("logboek/weken/", views.weeks, name="weeks"),
        path("logboek/weken/<str:name>/", views.sheet, name="sheet"),
        path("logboek/bewaren/", views.keeping, name="keeping"),
        path("logboek/bewaren/voorstellen/", views.propose, name="propose"),
        path("logboek/bewaren/<int:number>/", views.answer, name="answer"),
    ],
    "trail",
)

"""Addresses of the triage of a case, and of what belongs to it."""

from django.urls import path

from rechtop.work.triage.views import desk as views

desk = (
    [
        path("zaken/<str:number>/triage/", views.triage, name="triage"),
        path("zaken/<str:number>/triage/volgen/", views.follow, name="follow"),
        path("zaken/<str:number>/triage/kiezen/", views.choose, name="choose"),
        path("zaken/<str:number>/verbinden/", views.link, name="link"),
        path("zaken/<str:number>/losmaken/", views.unlink, name="unlink"),
        path("zaken/<str:number>/samenvoegen/", views.merge, name="merge"),
        path("zaken/<str:number>/splitsen/", views.split, name="split"),
        path("zaken/<str:number>/doorsturen/", views.forward, name="forward"),
    ],
    "triage",
)

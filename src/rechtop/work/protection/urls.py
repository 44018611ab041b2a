"""Addresses of the protection of a reporter after the outcome."""

from django.urls import path

from rechtop.work.protection.views import desk as views

desk = (
    [
        path("zaken/<str:number>/nadeel/", views.check_ins, name="check_ins"),
        path("zaken/<str:number>/nadeel/gezien/", views.note, name="note"),
        path("zaken/<str:number>/nadeel/bewijs/", views.proof, name="proof"),
    ],
    "protection",
)

"""Addresses of the steps of a case."""

from django.urls import path

from rechtop.work.steps.views import desk as views

desk = (
    [
        path("zaken/<str:number>/stappen/", views.steps, name="steps"),
        path("zaken/<str:number>/stappen/afwijken/", views.elsewhere, name="elsewhere"),
        path("zaken/<str:number>/stappen/extra/", views.add, name="add"),
        path("zaken/<str:number>/stappen/procedure/", views.move, name="move"),
    ],
    "steps",
)

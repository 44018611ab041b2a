"""Addresses of investigations. A number in an address is random and tells nothing."""

from django.urls import path

from rechtop.work.investigations.views import desk as views

desk = (
    [
        path("onderzoeken/", views.overview, name="list"),
        path("zaken/<str:number>/onderzoek/", views.of_case, name="of_case"),
        path("onderzoeken/<str:number>/", views.investigation, name="investigation"),
        path("onderzoeken/<str:number>/beslisser/", views.choose, name="choose"),
        path("onderzoeken/<str:number>/opdracht/", views.order, name="order"),
        path("onderzoeken/<str:number>/weigeren/", views.decline, name="decline"),
        path("onderzoeken/<str:number>/verklaring/", views.sign, name="sign"),
        path("onderzoeken/<str:number>/toelaten/", views.give_key, name="give_key"),
        path("onderzoeken/<str:number>/einde/", views.finish, name="finish"),
    ],
    "investigations",
)

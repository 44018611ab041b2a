"""Addresses of looking at rights."""

from django.urls import path

from rechtop.people.reviews.views import desk as views

desk = (
    [
        path("rechten/", views.overview, name="overview"),
        path("rechten/<int:number>/", views.review, name="review"),
        path("rechten/<int:number>/sluiten/", views.close, name="close"),
        path("rechten/<int:number>/werkblad/", views.worksheet, name="worksheet"),
        path("rechten/<int:number>/<int:person>/", views.person, name="person"),
    ],
    "reviews",
)

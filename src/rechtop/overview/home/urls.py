"""The address of the desk's home."""

from django.urls import path

from rechtop.overview.home.views import desk as views

desk = (
    [path("", views.home, name="home"), path("sleutelwerk/", views.key_work, name="key_work")],
    "home",
)

"""The address of the search; what is searched for never stands in it."""

from django.urls import path

from rechtop.overview.search.views import desk as views

desk = ([path("zaken/zoeken/", views.search, name="search")], "search")

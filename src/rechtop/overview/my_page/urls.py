"""The address of one's own page."""

from django.urls import path

from rechtop.overview.my_page.views import desk as views

desk = ([path("mijn-pagina/", views.mine, name="mine")], "my_page")

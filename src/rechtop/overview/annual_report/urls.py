"""Addresses of the annual report."""

from django.urls import path

from rechtop.overview.annual_report.views import desk as views

desk = (
    [
        path("jaarrapportage/", views.years, name="years"),
        path("jaarrapportage/<int:year>/", views.report, name="report"),
        path("jaarrapportage/<int:year>/vaststellen/", views.adopt, name="adopt"),
        path("jaarrapportage/<int:year>/<str:name>/", views.figure, name="figure"),
        path("jaarrapportage/<int:year>/<str:name>/werkblad/", views.records, name="records"),
        path("jaarrapportage/<int:year>/<str:name>/invoeren/", views.enter, name="enter"),
        path("jaarrapportage/<int:year>/<str:name>/weghalen/", views.take_away, name="take_away"),
    ],
    "annual_report",
)

"""Addresses of taking people over from the personnel system, and of what they correct."""

from django.urls import path

from rechtop.people.personnel.views import desk as views

desk = (
    [
        path("personeel/", views.bring, name="bring"),
        path("personeel/<int:number>/", views.check, name="check"),
        path("personeel/<int:number>/kolommen/", views.columns, name="columns"),
        path("personeel/<int:number>/ja/", views.confirm, name="confirm"),
        path("personeel/<int:number>/nee/", views.throw_away, name="throw_away"),
        path("personeel/terug/", views.returned, name="returned"),
        path("personeel/terug/<int:number>/", views.give_again, name="give_again"),
        path("personeel/terug/<int:number>/niet/", views.leave_ended, name="leave_ended"),
        path("personeel/voorbeeld/", views.example, name="example"),
        path("verbeteringen/", views.corrections, name="corrections"),
        path("verbeteringen/<int:number>/", views.answer, name="answer"),
        path("verbeteringen/<int:number>/nee/", views.decline, name="decline"),
    ],
    "personnel",
)

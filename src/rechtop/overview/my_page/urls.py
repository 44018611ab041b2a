"""The addresses of one's own page, and of what is held about oneself."""

from django.urls import path

from rechtop.overview.my_page.views import desk as views
from rechtop.overview.my_page.views import held

_HELD, _ANSWER = "mijn-gegevens/", "verbeteringen/<int:number>/antwoord/"

desk = (
    [
        path("mijn-pagina/", views.mine, name="mine"),
        path(_HELD, held.held, name="held"),
        path(f"{_HELD}lijst/<slug:code>/", held.group, name="group"),
        path(f"{_HELD}klopt-niet/", held.correct, name="correct"),
        path(f"{_HELD}klopt-niet/<slug:code>/", held.correct, name="missing"),
        path(f"{_HELD}klopt-niet/<slug:code>/<int:number>/", held.correct, name="wrong"),
        path(_ANSWER, held.answer, name="answer"),
        path(f"{_ANSWER}nee/", held.decline, name="decline"),
        path(f"{_ANSWER}weghalen/", held.take_back, name="take_back"),
    ],
    "my_page",
)

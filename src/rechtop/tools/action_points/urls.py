"""Addresses of the action points."""

from django.urls import path

from rechtop.tools.action_points.views import desk as views
from rechtop.tools.action_points.views import working

desk = (
    [
        path("actiepunten/", views.overview, name="overview"),
        path("actiepunten/werkblad/<slug:kind>/", views.export, name="export"),
        path("actiepunten/<int:year>/", views.board, name="board"),
        path("actiepunten/<int:year>/nieuw/", working.open_point, name="open"),
        path("actiepunten/<int:year>/<int:number>/", working.point, name="point"),
        path("actiepunten/<int:year>/<int:number>/wijzigen/", working.change, name="change"),
        path("actiepunten/<int:year>/<int:number>/wie/", working.assign, name="assign"),
        path("actiepunten/<int:year>/<int:number>/stand/", working.standing, name="standing"),
        path("actiepunten/<int:year>/<int:number>/afronden/", working.finish, name="finish"),
        path("actiepunten/<int:year>/<int:number>/vervallen/", working.drop, name="drop"),
        path("actiepunten/<int:year>/<int:number>/verder/", working.carry_over, name="carry_over"),
        path("actiepunten/<int:year>/<int:number>/heropenen/", working.reopen, name="reopen"),
        path("actiepunten/<int:year>/<int:number>/weg/", working.take_away, name="take_away"),
    ],
    "action_points",
)

"""Addresses of the register of risks."""

from django.urls import path

from rechtop.work.risks.views import desk as views

desk = (
    [
        path("risicos/", views.overview, name="overview"),
        path("risicos/werkblad/<slug:kind>/", views.export, name="export"),
        path("risicos/kaart/", views.heat_map, name="map"),
        path("risicos/functies/", views.functions, name="functions"),
        path("risicos/nieuw/", views.register, name="register"),
        path("risicos/<int:number>/", views.risk, name="risk"),
        path("risicos/<int:number>/herzien/", views.revise, name="revise"),
        path("risicos/<int:number>/sluiten/", views.close, name="close"),
        path("risicos/<int:number>/heropenen/", views.reopen, name="reopen"),
    ],
    "risks",
)

"""Addresses of the confidants. None tells a topic, a day or a number of conversations."""

from django.urls import path

from rechtop.work.confidants.views import desk as views

desk = (
    [
        path("gesprekken/", views.conversations, name="conversations"),
        path("gesprekken/nieuw/", views.new, name="new"),
        path("gesprekken/vernietigen/", views.destroy, name="destroy"),
        path("gesprekken/overdragen/", views.hand_over, name="hand_over"),
        path("gesprekken/ontvangen/", views.received, name="received"),
        path("gesprekken/vrijgeven/", views.release, name="release"),
        path("gesprekken/vrijgeven/akkoord/", views.agree, name="agree"),
        path("gesprekken/vrijgegeven/", views.released, name="released"),
        path("gesprekken/opnieuw/", views.begin_anew, name="begin_anew"),
        path("gesprekken/<uuid:number>/", views.conversation, name="conversation"),
    ],
    "confidants",
)

"""The address where anyone checks a receipt."""

from django.urls import include, path

from rechtop.tools.proofs.views import public as views

public = [path("", include(([path("bewijs/", views.check, name="check")], "proofs")))]

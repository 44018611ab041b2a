"""Addresses of the confidants."""

from django.urls import URLPattern

desk: tuple[list[URLPattern], str] = ([], "confidants")

"""Addresses of taking over a year."""

from django.urls import URLPattern

desk: tuple[list[URLPattern], str] = ([], "year_import")

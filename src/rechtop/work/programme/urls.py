"""Addresses of the programme of a year."""

from django.urls import URLPattern

desk: tuple[list[URLPattern], str] = ([], "programme")

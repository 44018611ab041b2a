"""Addresses of taking over a year."""

desk = ([], "year_import")

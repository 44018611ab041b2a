"""Everybody gets a sign-in: by a link in mail, or in person for who will hold keys."""

"""What the columns of a personnel system are called."""

HEADINGS = {
    "number": "personeelsnummer",
    "name": "naam",
    "email": "e-mailadres",
    "kind": "soort",
    "unit": "eenheid",
    "function": "functie",
    "scale": "schaal",
    "manager": "leidinggevende",
    "start": "begindatum",
    "end": "einddatum",
}
"""What the columns are called where nobody says otherwise; the names are those of `Told`."""

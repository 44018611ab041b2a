"""How long sealed files are kept: a schedule of dated rules, each with its source."""

"""Look once a year at what everybody may, and take away what should not be."""

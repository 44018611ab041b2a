"""Receipts of what was said and when: made, given as a document, and checked."""

"""The two ways to report."""

NAMED = "named"
ANONYMOUS = "anonymous"

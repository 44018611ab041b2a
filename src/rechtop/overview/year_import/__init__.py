"""Take over the administration of a year, and say first what that would change."""

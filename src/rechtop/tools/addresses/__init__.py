"""Secret addresses at which a calendar program reads something of one person's."""

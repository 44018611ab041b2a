"""Hand over what one holds to a colleague, before one's duty ends."""

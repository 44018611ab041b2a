"""Where money, information, power or crime puts integrity at risk, and what is done about it."""

"""Who reported: apart, with the custodian of names, and opened for a reason alone."""

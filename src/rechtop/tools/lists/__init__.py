"""Lists of values that an authority chooses for itself, in force from a day on."""

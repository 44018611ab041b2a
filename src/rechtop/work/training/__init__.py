"""Activities that are required: of whom, by when, and who followed them."""

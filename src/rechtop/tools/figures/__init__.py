"""What a figure of the annual report is, and those that were entered with a source."""

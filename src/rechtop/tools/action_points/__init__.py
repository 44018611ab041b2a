"""Action points: what a year's report resolved to do, who does it, by when, and what came of it."""

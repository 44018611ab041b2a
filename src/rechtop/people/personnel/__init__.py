"""Who works here, as the personnel system says it."""

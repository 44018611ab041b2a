"""Compare what an import brings with what is kept, and write the difference."""

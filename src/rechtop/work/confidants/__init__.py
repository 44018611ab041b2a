"""Confidants: their conversations, which they alone can read, and what they release of them."""

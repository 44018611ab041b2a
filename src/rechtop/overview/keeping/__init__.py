"""Destroy what is past its term: proposed by one, approved by another, and declared."""

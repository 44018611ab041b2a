"""Sweep away attachments of which no record knows."""

from rechtop.ground.vault import blobs

DUTIES = [("sweep-attachments", 600, blobs.sweep)]

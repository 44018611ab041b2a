"""The programme of a year: activities, entered counts, published advice and action points."""

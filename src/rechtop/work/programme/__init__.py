"""The programme of a year: activities, entered counts, published advice, its words."""

"""Oath, promise and integrity statement: who must, when, before whom, and who did."""

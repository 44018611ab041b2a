"""The terms of the files someone can open: by month, in their own calendar, and by mail."""

"""The annual report: it reads what rooms offer in their accounts, and changes nothing."""

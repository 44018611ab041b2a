"""What is held: networks, meetings, training; who signs up for it, and who was reached."""

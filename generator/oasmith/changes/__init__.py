"""What changed between two descriptions, whom it breaks, and which lines of a user's code."""

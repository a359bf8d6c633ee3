"""Strips: the cars at the flag on one line, and a season in a row."""

"""A text as a table: its rows and words, which of them are heads, and what stands under which."""

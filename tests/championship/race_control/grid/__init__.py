"""The measuring grid: generated races in the shapes that sheets have, and how a reader of them does, value by value."""

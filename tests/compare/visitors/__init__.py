"""Those who look at the site: readers of each language, and an editor."""

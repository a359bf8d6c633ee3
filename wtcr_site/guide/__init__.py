"""The newcomer's guide: how a weekend works, what it pays, and the words."""

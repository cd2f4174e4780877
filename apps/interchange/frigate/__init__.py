"""Frigate: what it publishes of the things it follows, of reviews, and of its cameras."""

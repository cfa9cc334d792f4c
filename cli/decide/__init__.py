"""Synthetic people for `granary decide`."""

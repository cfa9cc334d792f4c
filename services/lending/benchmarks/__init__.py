"""Measures lending's own parts, each in a process of the service."""

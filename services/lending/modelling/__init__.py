"""Trains, tests and reports on scores; no serving process imports it."""

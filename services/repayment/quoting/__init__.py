"""Answers to vector files in the conventions that each file names; no loan of ours is kept here."""

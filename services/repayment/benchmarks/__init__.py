"""Benchmarks that need the service's own parts; `granary bench` runs them in their own process."""

"""PostgreSQL and NATS from their wheels, as children of this process, with data in one folder.

For the embedded size and for tests. Works as any user; as root the servers run as `nobody`.
"""

"""What can be wrong with what the tools of this room are given."""


class ModellingError(Exception):
    """A plain message for the person at the command line; nothing was written."""

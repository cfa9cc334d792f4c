"""What a command says when it cannot do its work."""


class CommandError(Exception):
    """The command failed; the message says what happened and what to do next."""

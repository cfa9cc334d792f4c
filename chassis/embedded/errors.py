"""Why an embedded server did not start, and what to do about it."""


class EmbeddedServerError(Exception):
    """The embedded server cannot start or stop; the message says what to do next."""


class PortTakenError(EmbeddedServerError):
    """Another program listens on the port."""

"""The one error that the stack raises for things a person can do something about."""


class StackError(RuntimeError):
    """A server could not be started, reached or stopped; the message says what was tried and what helps."""

"""Raised by services when the world changed under the person's hands; shown as a page with the fresh state (409)."""


class ConflictError(Exception):
    """Carries a Dutch sentence for the screen. The request is rolled back."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

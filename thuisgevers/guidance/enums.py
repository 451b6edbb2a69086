"""The words of guidance."""

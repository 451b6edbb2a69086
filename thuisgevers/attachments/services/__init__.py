"""What can be done with files."""

from .removing import cancel_attachment, describe_attachment, remove_attachment, restore_attachment
from .uploads import FileRefused, receive_file

__all__ = [
    "FileRefused",
    "cancel_attachment",
    "describe_attachment",
    "receive_file",
    "remove_attachment",
    "restore_attachment",
]

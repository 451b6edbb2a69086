#!/usr/bin/env python
"""Django's commands. Without DATABASE_URL and REDIS_URL the project's own servers are started first."""

import os
import sys

from thuisgevers import stack


def main() -> None:
    """Run the command; STACK_INSTANCE names which of the project's own servers serve it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")
    try:
        stack.ensure_environment(os.environ.get("STACK_INSTANCE", "dev"))
    except stack.StackError as error:
        sys.exit(f"The servers could not be started. {error}")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

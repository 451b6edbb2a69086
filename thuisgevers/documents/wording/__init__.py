"""Template text: Markdown with merge fields, conditions as data. No template engine ever sees edited text."""

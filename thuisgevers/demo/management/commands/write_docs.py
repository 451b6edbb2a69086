from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from thuisgevers.demo.generated_docs import documents


class Command(BaseCommand):
    help = "Writes the parts of docs/ that are drawn from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in documents().items():
            (settings.BASE_DIR / "docs" / name).write_text(text)
            self.stdout.write(f"docs/{name}")

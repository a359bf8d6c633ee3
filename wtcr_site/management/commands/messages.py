"""manage.py messages: puts the catalogues in step with the code, and says what is still to be translated."""

from collections.abc import Sequence

from django.core.management.base import BaseCommand

from web.addresses import languages
from wtcr_site import messages


class Command(BaseCommand):
    help = "Reads what the code says to readers into locale/, keeps what is translated, and compiles it."

    def handle(self, **options: object) -> None:
        for language in sorted(languages.CODES):
            catalogue = messages.updated(language)
            messages.write(language, catalogue)
            missing = [message for message in catalogue if message.id and not all(_strings(message.string))]
            self.stdout.write(f"{language}: {len(catalogue)} messages, {len(missing)} still to be translated.")


def _strings(string: str | Sequence[str] | None) -> Sequence[str]:
    return (string or "",) if string is None or isinstance(string, str) else string

"""manage.py messages: puts the catalogues in step with the code, and says what is still to be translated."""

from django.core.management.base import BaseCommand

from web.addresses import languages
from wtcr_site import messages


class Command(BaseCommand):
    help = "Reads what the code says to readers into locale/, keeps what is translated, and compiles it."

    def handle(self, **options: object) -> None:
        for language in sorted(languages.CODES):
            catalogue = messages.updated(language)
            messages.write(language, catalogue)
            missing = [one for one in catalogue if one.id and not all(_strings(one.string))]
            self.stdout.write(f"{language}: {len(catalogue)} messages, {len(missing)} still to be translated.")


def _strings(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)

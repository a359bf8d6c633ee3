"""What the first reader of a new process would wait for, done before it takes any: imports, addresses, templates."""

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation


def warm() -> None:
    """Asks no database: a server starts without one."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            # Reads the catalogue, imports every view, and works out the addresses of a language.
            translation.gettext("Home")
            reverse("home")
    folder = settings.BASE_DIR / "templates"
    for path in folder.rglob("*.html"):
        name = path.relative_to(folder)
        if name.parts[0] != "admin":
            get_template(str(name))

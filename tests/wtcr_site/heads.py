"""What stands in the heads of pages."""

import html
import re

from django.conf import settings

SITE = settings.SITE_URL


def by_canonical(pages):
    return {page.canonical: page for page in pages.values() if page.address == page.canonical.removeprefix(SITE)}


def title(page):
    return html.unescape(re.search(r"<title>(.*?) · Door to Door</title>", page.html)[1])


def meta(page, name):
    return html.unescape(re.search(rf'<meta name="{name}" content="([^"]*)">', page.html)[1])

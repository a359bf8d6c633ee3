"""The sitemap as a search engine reads it."""

from django.conf import settings
from lxml import etree

SITE = settings.SITE_URL
# The protocol as sitemaps.org words it: loc first, a day or a moment, at most 50,000 of them.
SITEMAP = etree.RelaxNG(
    etree.XML(
        """<element name="urlset" ns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
        <oneOrMore><element name="url">
        <element name="loc"><data type="anyURI"><param name="minLength">12</param><param name="maxLength">2048</param>
        </data></element>
        <optional><element name="lastmod"><choice><data type="date"/><data type="dateTime"/></choice></element>
        </optional></element></oneOrMore></element>"""
    )
)
NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def sitemap(client) -> dict[str, str | None]:
    """When each page changed, by path."""
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    tree = etree.fromstring(response.content)
    SITEMAP.assertValid(tree)
    urls = tree.findall("s:url", NAMESPACE)
    assert 0 < len(urls) < 50_000
    found = {url.findtext("s:loc", None, NAMESPACE): url.findtext("s:lastmod", None, NAMESPACE) for url in urls}
    assert len(found) == len(urls)
    assert all(address.startswith(SITE + "/") for address in found)
    return {address.removeprefix(SITE): changed for address, changed in found.items()}

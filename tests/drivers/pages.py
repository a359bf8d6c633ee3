"""Pages as a reader meets them."""

import re

import html5lib


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    for element in list(page.iter()):
        # What a script may show one day nobody meets yet.
        for template in element.findall("template"):
            element.remove(template)
    return page


def text_of(element):
    """The words of an element; those of neighbours do not run into each other."""
    return re.sub(r" ([,.;])", r"\1", " ".join(" ".join(element.itertext()).split()))


def by_class(page, name):
    return [one for one in page.iter() if isinstance(one.tag, str) and name in one.get("class", "").split()]


def section(page, heading):
    """The section under a heading."""
    return next(one for one in page.iter("section") if text_of(one[0]) == heading)


def headings(page):
    return [text_of(one) for one in page.iter("h2")]


def tiles(page):
    """Each big fact with the line under it."""
    return [(text_of(big), text_of(fact).removeprefix(text_of(big)).strip())
            for fact in page.iter("dd") for big in by_class(fact, "tiles__big")]  # fmt: skip


def links(element):
    return [(text_of(link), link.get("href")) for link in element.iter("a")]

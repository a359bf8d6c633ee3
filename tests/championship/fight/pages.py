"""A page of the title fight as a reader sees it."""

import html
import re


def read(client, address, **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200, address
    return response.content.decode()


def words(page):
    text = re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0])
    return re.sub(r"\s+", " ", html.unescape(text))

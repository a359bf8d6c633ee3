"""Markdown as editors write it, made into HTML that is safe to show."""

import nh3
from markdown_it import MarkdownIt

ALLOWED_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "hr", "br",
                "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}}

_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def to_html(text: str) -> str:
    """Renders Markdown; raw HTML in it is shown as text and every tag not on the list is dropped."""
    return nh3.clean(
        _parser.render(text),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )

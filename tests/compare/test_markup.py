"""What counts as the same page, and what as another."""

import pytest

from tests.compare.markup import lines_of

SAME = {
    "attributes in another order": ('<p id="a" class="b">x</p>', '<p class="b" id="a">x</p>'),
    "an attribute on a line of its own": ('<a class="b" href="/">x</a>', '<a\n  class="b"\n  href="/"\n>x</a>'),
    "classes with more between them": ('<p class="a b">x</p>', '<p class=" a\n  b ">x</p>'),
    "quotes": ("<p class=a>x</p>", "<p class='a'>x</p>"),
    "a value that says nothing": ("<input checked>", '<input checked="">'),
    "entities": ("<p>a &amp; b’s</p>", "<p>a & b&rsquo;s</p>"),
    "runs of white space": ("<p>one two</p>", "<p>one\n\n    two</p>"),
    "lines between blocks": ("<ul><li>a</li><li>b</li></ul>", "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>"),
    "the edge of a block": ("<p>a <b>b</b></p>", "<p>\n  a <b>b</b>\n</p>"),
    "the edge of a block, inside inline elements": ("<p><a><b>x</b></a></p>", "<p><a> <b>x </b></a> </p>"),
    "rows and cells": (
        "<table><tr><td>1<td>2</table>",
        "<table>\n<tbody><tr>\n <td>1</td>\n <td> 2 </td></tr>\n</table>",
    ),
    "a space after a space": ("<p>a <b> b</b></p>", "<p>a <b>b</b></p>"),
    "beside a line break": ("<p>a<br>b</p>", "<p>a <br>\n b</p>"),
    "inside a button": ("<p>a <button>b</button></p>", "<p>a <button>\n b\n</button></p>"),
    "what the style sheet makes blocks": (
        '<li><a class="rows__title">a</a><span class="rows__detail">b</span></li>',
        '<li>\n <a class="rows__title">a</a>\n <span class="rows__detail">b</span>\n</li>',
    ),
    "what the style sheet makes boxes": (
        '<p class="live-line"><b>a</b><span>b</span></p><ol class="podium"><li><b>1</b><i>c</i></li></ol>',
        '<p class="live-line">\n <b>a</b>\n <span>b</span></p><ol class="podium"><li><b>1</b> <i>c</i></li></ol>',
    ),
    "between the shapes of a drawing": ("<svg><g><path/></g></svg>", "<svg>\n <g>\n  <path />\n </g>\n</svg>"),
    "the points of a line": ('<svg><polyline points="1,2 3,4"/></svg>', '<svg><polyline points="1,2\n 3,4"/></svg>'),
    "comments": ("<p>ab</p>", "<p>a<!-- c -->b</p>"),
    "in the head": (
        "<!doctype html><title>a</title><meta name=b><p>c",
        '<!DOCTYPE html>\n<html><head>\n <title> a </title>\n <meta name="b">\n</head>\n<body>\n<p>c</p></body></html>',
    ),
    "around hidden fields": (
        "<form><input type=hidden><p>a</p></form>",
        "<form>\n <input type=hidden>\n <p>a</p></form>",
    ),
    "around data": (
        '<p>a</p><script type="application/ld+json">{"a": 1}</script>',
        '<p>a</p>\n<script type="application/ld+json">\n{"a": 1}\n</script>',
    ),
}
DIFFERENT = {
    "text": ("<p>a</p>", "<p>b</p>"),
    "an element": ("<p><b>a</b></p>", "<p><i>a</i></p>"),
    "where an element ends": ("<p><b>a</b>b</p>", "<p><b>ab</b></p>"),
    "an element more": ("<p>a</p>", "<p>a<span></span></p>"),
    "an attribute": ("<p>a</p>", '<p id="a">a</p>'),
    "a value": ('<a href="/a/">a</a>', '<a href="/b/">a</a>'),
    "white space in a value": ('<img alt="a b">', '<img alt="a  b">'),
    "the order of classes": ('<p class="a b">x</p>', '<p class="b a">x</p>'),
    "the order of elements": ("<ul><li>a<li>b</ul>", "<ul><li>b<li>a</ul>"),
    "a space between words and an element": ("<p>a <b>b</b></p>", "<p>a<b>b</b></p>"),
    "a space between elements": ("<p><a>a</a> <a>b</a></p>", "<p><a>a</a><a>b</a></p>"),
    "on which side of a tag a space is": ("<p>a <a>b</a></p>", "<p>a<a> b</a></p>"),
    "a space inside a part of a box": ('<p class="live-line"><b>a <i>b</i></b></p>',
                                       '<p class="live-line"><b>a<i>b</i></b></p>'),
    "a space beside a picture": ("<p><img> a</p>", "<p><img>a</p>"),
    "a space between buttons": ("<div><button>a</button> <button>b</button></div>",
                                "<div><button>a</button><button>b</button></div>"),
    "a space between lines of a drawing's text": ("<svg><text>a <tspan>b</tspan></text></svg>",
                                                  "<svg><text>a<tspan>b</tspan></text></svg>"),
    "a space that does not break": ("<p>a b</p>", "<p>a&nbsp;b</p>"),
    "lines of text as it is": ("<pre>a\n b <b>c\n d</b></pre>", "<pre>a\n b <b>c d</b></pre>"),
    "what was typed": ("<textarea>a  b</textarea>", "<textarea>a b</textarea>"),
    "data": ("<script>a  b</script>", "<script>a b</script>"),
    "the title": ("<!doctype html><title>a</title>", "<!doctype html><title>b</title>"),
    "the language": ("<!doctype html><html lang=en>", "<!doctype html><html lang=sv>"),
    "the doctype": ("<!doctype html><p>a", "<p>a"),
    "a tag, written": ("<p>&lt;b&gt;</p>", "<p><b></b></p>"),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_same(one, other):
    assert lines_of(one) == lines_of(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_different(one, other):
    assert lines_of(one) != lines_of(other)

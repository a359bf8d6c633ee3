"""A page as a browser takes it in, line by line: two texts with the same lines show the same.

Elements, attributes and text count. The order of attributes does not, and of white space only that there is some, where
a reader can see it: between words and inline elements. At the edge of a block, between blocks and in the head none is
seen; in <pre> and <textarea> all of it is.
"""

import re
from html import escape
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import voidElements

SPACE = "␣"
WHITE = re.compile(r"[ \t\n\f\r]+")
# fmt: off
# Attributes that are lists with spaces between their words, the order kept. Other values are text, to the letter.
LISTS = {
    "accept-charset", "aria-controls", "aria-describedby", "aria-labelledby", "aria-owns", "class", "d", "headers",
    "itemprop", "points", "rel", "sandbox", "sizes", "srcset", "transform", "viewBox",
}
# Elements of a line of text. All others begin and end a block, or a line of a drawing.
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "label", "mark",
    "noscript", "output", "picture", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tspan", "u",
    "var", "wbr",
}
# Classes of what the style sheet makes a block, whatever the element.
BLOCKS = {
    "matrix__status",
    "rows__detail",
    "rows__label",
    "rows__name",
    "rows__run",
    "rows__title",
    "tiles__big",
    "who__detail",
}
# Classes of what lays out its children as boxes, each on its own; and of lists whose items do.
BOXES = {
    "desk-large",
    "field",
    "hero__when",
    "line-field",
    "line-fields",
    "live-line",
    "mark",
    "pager",
    "pair",
    "rail-step",
    "rc-buttons",
    "rc-keys",
    "rc-last",
    "rc-line",
    "rc-state",
    "rc-steps",
    "search",
    "top__search",
    "versions__head",
    "who",
    "why__event",
}
LISTS_OF_BOXES = {"leaders", "live-strip__order", "podium", "qualifying__list", "why__adjustments"}
# Of lists whose links, or summaries, do, too.
LISTS_OF_CELLS = {"strip__cells", "why__events"}
# What stands in a line of text like a letter, whatever is inside.
LIKE_A_LETTER = {
    "audio", "button", "canvas", "embed", "iframe", "img", "input", "meter", "object", "progress", "select", "svg",
    "textarea", "video",
}
# What nobody sees: it parts no words.
UNSEEN = {"base", "datalist", "link", "meta", "script", "source", "style", "template", "title", "track"}
EXACT = {"pre", "script", "style", "textarea"}
# fmt: on


def lines_of(html: str) -> list[str]:
    """What a page or a piece of one consists of."""
    is_page = html.lstrip()[:9].lower() == "<!doctype"
    parse = html5lib.parse if is_page else html5lib.parseFragment
    lines = _Lines()
    if is_page:
        lines.put(WHITE.sub(" ", html.lstrip().partition(">")[0].lower()) + ">")
    lines.read(parse(html, treebuilder="etree", namespaceHTMLElements=False))
    return lines.found


class _Lines:
    """`found` as far as it was read. `space` is the index of a space in it after which nothing was seen yet."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.space: int | None = None
        self.at_edge = True
        self.is_exact = False
        self.of_cells = False
        self.in_text = False

    def read(self, element: Element, *, in_box: bool = False, is_box: bool = False) -> None:
        """Takes in an element and all in it, but for the text that follows it.

        is_box: its children are laid out as boxes. in_box: it is one of such children.
        """
        name = _name(element)
        if in_box:
            self._end_block()
        opening = f"<{' '.join([name, *_attributes(element)])}>"
        if name in UNSEEN or (name == "input" and element.get("type") == "hidden"):
            self.put(opening)
            around = self.space, self.at_edge
            self.at_edge, self.space = True, None
            self._read_inside(element, name, is_box)
            self._end_block()
            self.space, self.at_edge = around
        elif name in INLINE and BLOCKS.isdisjoint(_classes(element)):
            self.put(opening)
            self._read_inside(element, name, is_box)
        elif name in LIKE_A_LETTER:
            self._see(opening)
            self.at_edge = True
            self._read_inside(element, name, is_box)
            self._end_block()
            self.at_edge = False
        else:
            self._end_block()
            self.put(opening)
            self._read_inside(element, name, is_box)
            self._end_block()
        if name not in voidElements:
            self.put(f"</{name}>")
        if in_box:
            self._end_block()

    def put(self, line: str) -> None:
        self.found.append(line)
        self.in_text = False

    def _read_inside(self, element: Element, name: str, is_box: bool) -> None:
        around = self.is_exact
        self.is_exact |= name in EXACT
        is_box |= not BOXES.isdisjoint(_classes(element)) or (self.of_cells and name in ("a", "summary"))
        of_cells = not LISTS_OF_CELLS.isdisjoint(_classes(element))
        of_boxes = of_cells or not LISTS_OF_BOXES.isdisjoint(_classes(element))
        self.of_cells |= of_cells
        text = element.text or ""
        # Code and data stand in no line of text.
        self._read_text(text.strip() if name in ("script", "style") else text)
        for child in element:
            # A comment is no element.
            if isinstance(child.tag, str):
                self.read(child, in_box=is_box, is_box=of_boxes)
            self._read_text(child.tail or "")
        self.is_exact = around
        self.of_cells &= not of_cells

    def _read_text(self, text: str) -> None:
        if not self.is_exact:
            text = WHITE.sub(" ", text)
            if text.startswith(" "):
                self._put_space()
        seen = text if self.is_exact else text.strip(" ")
        if not seen:
            return
        seen = escape(seen, quote=False)
        if self.in_text:
            # A comment stood between.
            self.found[-1] += seen
        else:
            self._see(seen)
            self.in_text = True
        if not self.is_exact and text.endswith(" "):
            self._put_space()

    def _put_space(self) -> None:
        if not self.at_edge and self.space is None:
            self.space = len(self.found)
            self.put(SPACE)

    def _see(self, line: str) -> None:
        self.put(line)
        self.at_edge, self.space = False, None

    def _end_block(self) -> None:
        """White space that came last is not seen, and none that comes next."""
        if self.space is not None:
            del self.found[self.space]
        self.at_edge, self.space, self.in_text = True, None, False


def _name(element: Element) -> str:
    # {http://www.w3.org/2000/svg}path
    return str(element.tag).rpartition("}")[2]


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _attributes(element: Element) -> list[str]:
    found = []
    for key, value in element.items():
        name = key.rpartition("}")[2]
        text = " ".join(WHITE.split(value.strip())) if name in LISTS else value
        found.append(f'{name}="{escape(text)}"' if text else name)
    return sorted(found)

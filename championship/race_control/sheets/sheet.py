"""Reads the rows of a timing sheet: from a PDF, a live board, a wiki or a spreadsheet, in any common shape."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from django.utils.translation import gettext as _

from championship.race_control.sheets.cells import read_cell
from championship.race_control.sheets.lines import NO_COLUMN, Cell, LeftOut, Sheet, SheetColumn, SheetRow
from championship.race_control.sheets.listed import cars_listed
from championship.race_control.sheets.results import RowContent, lines_of_qualifying, lines_of_race
from championship.race_control.sheets.roles import NAMES, Head, Role, head_of
from championship.race_control.sheets.table.alignment import Span, align
from championship.race_control.sheets.table.contents import Contents, SettledHead, settled
from championship.race_control.sheets.table.heads import Heads, is_pair_of_cars, ways_of_heads
from championship.race_control.sheets.table.rows import MOST_ROWS, Layout, TextRow, layout_of
from championship.race_control.sheets.table.tokens import Token, cell_tokens, kind_of, tokens_of, whole_of
from championship.race_control.sheets.words import status_of

# So many rows say which of several ways to read the heads fits them; of many ways a few rows choose the likeliest.
TRIED_ROWS = 12
FIRST_ROWS = 4
LIKELIEST_WAYS = 6
MOST_COLUMNS = 60
# How much worse than the usual row one fits that is asked about, as alignment.py counts.
MISFIT = 1.2


def read_sheet(text: str, *, is_race: bool = True, roles: Sequence[Role] | None = None) -> Sheet:
    """The cars of a pasted sheet, each with its line of the text, and the lines in which no car was found.

    The sheet comes back as a table, too: each column with the role that it was read in, each cell with what of it is in
    no line. `roles` are the columns' roles as an editor chose them, as many as the columns that a sheet of these heads
    has; they count whatever the heads say. Columns may be separated by tabs, semicolons, commas, bars or spaces, with
    heads in ten languages or without any. Never raises, whatever the text is.
    """
    layout = layout_of(text)
    read = _SheetReader(layout)
    for row in layout.rows:
        read.take(row)
    read.lay_out(is_race=is_race, roles=roles)
    sheet = read.sheet(is_race=is_race)
    if len(text.splitlines()) > MOST_ROWS:
        too_long = LeftOut(MOST_ROWS + 1, "", _("Only the first %(rows)s lines are read.") % {"rows": MOST_ROWS})
        sheet = Sheet(sheet.lines, (*sheet.left_out, too_long), sheet.columns, sheet.rows, sheet.separator)
    return sheet


@dataclass(slots=True)
class _Row:
    """A row that may be a car's: the status that stands above it, its cells under the heads, the words under none.

    is_aligned: nothing but the words themselves says under which heads they stand; cost: how ill they fit. is_counted:
    the row before or behind it begins with the figure before or behind its own, as places do.
    """

    row: TextRow
    heading: str
    cells: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    is_aligned: bool = False
    cost: float = 0
    is_counted: bool = False

    @property
    def tokens(self) -> list[Token]:
        """Its words. "AB" behind those of a car with a place is a company's, no status."""
        tokens = tokens_of(self.row)
        if not self.is_counted:
            return tokens
        return [
            token._replace(kind="words")
            if token.kind == "status" and len(token.text) < 3 and at and tokens[at - 1].kind == "words"
            else token
            for at, token in enumerate(tokens)
        ]


class _SheetReader:
    """The rows one after another: heads and headings hold for those below them."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.ways: list[Heads] = []
        # What stands below "Fastest lap" is no result.
        self.is_aside = False
        # How many rows stand above the heads: titles.
        self.titles = 0
        self.heading = ""
        self.rows: list[_Row] = []
        # The cars of a line such as "Retired: 12 Huff, 5 Michelisz".
        self.listed: list[RowContent] = []
        # Whether most rows have no figure where these have their laps.
        self.has_laps_of_some = False
        self.left_out: list[LeftOut] = []
        self.columns: list[SettledHead] = []

    def take(self, row: TextRow) -> None:
        filled = [cell for cell in row.cells if cell]
        ways = ways_of_heads(row, self.layout)
        if ways and (not self.ways or ways[0].heads == self.ways[0].heads):
            if not self.ways:
                self.ways, self.titles = ways, len(self.rows)
            self.heading, self.is_aside = "", False
            self._leave(row, _("The heads of the columns."), is_head=True)
        elif len(filled) == 1 and status_of(filled[0].strip(" :")):
            self.heading, self.is_aside = status_of(filled[0].strip(" :")) or "", False
            self._leave(row, _("A heading: what follows is under it."), is_head=True)
        elif self.is_aside or _is_about_the_fastest_lap(filled):
            self.heading, self.is_aside = "", self.is_aside or not any(map(str.isdigit, row.raw))
            self._leave(row, _("No car was found in it."))
        else:
            if len(filled) == 1 and not any(map(str.isdigit, filled[0])) and self.ways and self.rows:
                self.heading = ""
            listed = cars_listed(row)
            self.listed += listed
            if not listed:
                self.rows.append(_Row(row, self.heading))

    def lay_out(self, *, is_race: bool, roles: Sequence[Role] | None) -> None:
        """Every cell under its column, and what each column holds."""
        if self.ways and self.titles < len(self.rows):
            for row in self.rows[: self.titles]:
                self._leave(row.row, _("No car was found in it."))
            self.rows = self.rows[self.titles :]
        self._mark_counted()
        heads, spans = self._best_heads()
        has_heads = bool(heads)
        if has_heads:
            self._lay_under(heads, spans)
            if self._has_places_under_no_head(heads):
                heads = [Head("", Role.POSITION), *heads]
                self._lay_under(heads, [Span(0, max(spans[0].start - 1, 0)), *spans] if spans else [])
            if is_pair_of_cars(heads):
                heads = heads[: len(heads) // 2]
                self._split_pairs(len(heads))
        elif self.layout.is_exact:
            width = min(max((len(row.row.cells) for row in self.rows), default=0), MOST_COLUMNS)
            heads = [Head("", Role.UNKNOWN)] * width
            self._lay_under(heads, [])
            if _hold_two_cars([row.cells for row in self.rows]):
                heads = heads[: width // 2]
                self._split_pairs(len(heads))
        else:
            heads = self._lay_by_shape()
        self.columns = settled(heads, self._like_cars(), is_race=is_race, has_heads=has_heads)
        if roles is not None and len(roles) == len(self.columns):
            self.columns = [
                SettledHead(column.head._replace(role=role, is_sure=True))
                for column, role in zip(self.columns, roles, strict=True)
            ]
        if not has_heads and not self.layout.is_exact:
            self._lay_under([column.head for column in self.columns], [], by_shape=True)

    def sheet(self, *, is_race: bool) -> Sheet:
        contents = [self._content(row) for row in self.rows]
        place = "position" if self._has(Role.POSITION) else "grid" if self._has(Role.GRID) else ""
        if place:
            pairs = zip(self.rows, contents, strict=True)
            aligned = [content for row, content in pairs if row.is_aligned and not row.left_over]
            _take_lone_places(aligned, place)
        self._take_places_before_names(contents)
        kept = self._cars(contents)
        self._doubt_misfits(contents, {id(content) for content in kept})
        rows = {id(content) for content in kept}
        for row, content in zip(self.rows, contents, strict=True):
            if id(content) not in rows:
                self._leave(row.row, _("No car was found in it."))
        if not any("position" in content.values for content in kept):
            _doubt_places_behind_gaps(contents, rows)
        for content in kept:
            if self.has_laps_of_some and "laps" in content.values:
                content.doubts.append(_("Few lines have a figure behind their words: it is read as laps."))
        kept += self.listed
        lines = lines_of_race(kept) if is_race else lines_of_qualifying(kept)
        by_content = {id(content): row for row, content in zip(self.rows, contents, strict=True)}
        by_content |= {id(content): _Row(content.row, content.heading) for content in self.listed}
        return Sheet(
            tuple(lines),
            tuple(sorted(self.left_out, key=lambda line: line.row)),
            tuple(SheetColumn(column.head.text, column.head.role, column.is_guessed) for column in self.columns),
            tuple(_table_row(by_content[id(content)], content) for content in kept),
            self.layout.separator,
        )

    def _common_words(self) -> frozenset[str]:
        """The words that more than one row has."""
        rows = Counter(word for row in self.rows for word in set(row.row.raw.split()))
        return frozenset(word for word, number in rows.items() if number > 1)

    def _best_heads(self) -> Heads:
        """Of several ways to read the heads the one under which the rows fit best."""
        if len(self.ways) <= 1:
            return self.ways[0] if self.ways else Heads([], [])
        rows = [tokens_of(row.row) for row in self.rows if len(row.row.raw.split()) > 3][:TRIED_ROWS]
        tried = [tokens for tokens in rows if len(tokens) < MOST_COLUMNS]
        in_one = self.layout.separator == " "
        common = self._common_words()

        def cost(way: Heads, rows: Sequence[Sequence[Token]]) -> float:
            fit = sum(align(tokens, way.heads, way.spans, in_one=in_one, common=common).cost for tokens in rows)
            # "Nr Fahrer" is a driver's number only where the driver stands elsewhere; else fewer heads are likelier.
            named = any(head.role in NAMES for head in way.heads)
            return fit + len(rows) * (0.2 * len(way.heads) + (0 if named else 3))

        # From the front and from the back: a winner's row is unlike the others, and so are those that retired.
        few = tried[: FIRST_ROWS // 2] + tried[FIRST_ROWS // 2 :][-FIRST_ROWS // 2 :]
        likeliest = sorted(self.ways, key=lambda way: cost(way, few))[:LIKELIEST_WAYS]
        return min(likeliest, key=lambda way: cost(way, tried))

    def _lay_under(self, heads: Sequence[Head], spans: Sequence[Span], *, by_shape: bool = False) -> None:
        in_one = self.layout.separator == " "
        common = self._common_words()
        usual = self._usual_figures_behind() if by_shape else 0
        for row in self.rows:
            cells = row.row.cells
            whole = len(cells) == len(heads) or self.layout.separator != "\n"
            if self.layout.is_exact and whole and not any(cells[len(heads) :]):
                row.cells = [*cells, *[""] * (len(heads) - len(cells))][: len(heads)]
                continue
            # A comma inside a name puts every cell after it under another head.
            tokens = cell_tokens(row.row) if self.layout.is_exact else row.tokens
            tokens = _units(tokens[:MOST_COLUMNS], in_one, usual) if by_shape else tokens[:MOST_COLUMNS]
            laid = align(tokens, heads, spans, in_one=in_one, common=common)
            row.is_aligned, row.cost = True, laid.cost
            row.cells = [" ".join(token.text for token in cell) for cell in laid.cells]
            row.left_over = [token.text for token in laid.left_over if token.kind != "nothing"]

    def _has_places_under_no_head(self, heads: Sequence[Head]) -> bool:
        """Some sheets count the cars in front of their first head."""
        if any(head.role is Role.POSITION for head in heads):
            return False
        numbered = [row for row in self.rows if len(list(filter(None, row.cells))) > 2]
        counted = [int(row.left_over[0]) for row in numbered if row.left_over[:1] and row.left_over[0].isdigit()]
        return len(counted) * 2 > len(numbered) and all(before < after for before, after in pairwise(counted))

    def _split_pairs(self, width: int) -> None:
        pairs = []
        for row in self.rows:
            for cells in (row.cells[:width], row.cells[width:]):
                if any(cells) or row.left_over:
                    raw = " ".join(filter(None, [*cells, *row.left_over]))
                    pairs.append(_Row(row.row._replace(raw=raw), row.heading, cells, row.left_over))
                    row.left_over = []
        self.rows = pairs

    def _lay_by_shape(self) -> list[Head]:
        """Columns without heads: what most rows have before, in and behind their words."""
        in_one = self.layout.separator == " "
        usual_figures = self._usual_figures_behind()
        units = [_units(row.tokens[:MOST_COLUMNS], in_one, usual_figures) for row in self.rows]
        shapes = Counter(map(_shapes_of, units))
        # Some cells are empty in most rows: of the shapes that more than one row has the longest has them all. The
        # first car alone may have a time.
        frequent = [shape for shape, rows in shapes.items() if rows > 1] or list(shapes)
        usual = max(frequent, key=lambda shape: (len(shape), shapes[shape]), default=())
        first = next((shape for shape in map(_shapes_of, units) if shape[: len(usual)] == usual), usual)
        usual = max(usual, first, key=len)
        heads = [Head("", Role.UNKNOWN, shape) for shape in usual]
        for row, unit in zip(self.rows, units, strict=True):
            row.cells = [token.text for token in unit] if _shapes_of(unit) == usual else []
        return heads

    def _mark_counted(self) -> None:
        for before, after in pairwise(self.rows):
            first, second = before.row.raw.split()[:1], after.row.raw.split()[:1]
            if not first or not second or not kind_of(first[0]) == kind_of(second[0]) == "whole":
                continue
            if whole_of(first[0]) + 1 == whole_of(second[0]):
                before.is_counted = after.is_counted = True

    def _usual_figures_behind(self) -> int:
        """How many whole figures stand behind the words in most rows: one more ends the name of a team, "Team 51", or
        is the laps that only some rows have."""
        behind = [_figures_behind(row.tokens) for row in self.rows]
        counts = Counter(map(len, behind))
        usual = max(counts, key=lambda number: (counts[number], number), default=0)
        first = list(takewhile(lambda figures: len(figures) == 1, behind))
        only = [figures[0].text for figures in behind if len(figures) == 1]
        # Those who lead are on one lap.
        leads = len(first) > 1 and first[0][0].text == first[1][0].text
        self.has_laps_of_some = usual == 0 and leads and Contents(only).are_like_laps
        return 1 if self.has_laps_of_some else usual

    def _like_cars(self) -> list[list[str]]:
        """The cells of the rows that hold a figure and are no titles."""
        least = min(2, max((len(row.cells) for row in self.rows), default=0))
        filled = [row.cells for row in self.rows if row.cells and sum(map(bool, row.cells)) >= least]
        return [
            cells for cells in filled if any(kind_of(cell) in ("whole", "clock", "gap") for cell in cells)
        ] or filled

    def _content(self, row: _Row) -> RowContent:
        content = RowContent(row.row, row.heading)
        # Of the parts of a qualifying the last counts, wherever it stands.
        for column in sorted(range(min(len(row.cells), len(self.columns))), key=self._part_of):
            text, head = row.cells[column], self.columns[column].head
            values, rest = read_cell(text, head)
            if head.role in NAMES and "number" in values and self._has(Role.NUMBER):
                # The figure of "2 Seas Motorsport" is no car's where the numbers stand in a column of their own.
                values = {str(head.role): text}
            content.take(column, text, values, rest)
        return content

    def _doubt_misfits(self, contents: Sequence[RowContent], kept: set[int]) -> None:
        """Between single spaces a row that fits its heads much worse than the others may stand under wrong ones."""
        if self.layout.separator != " ":
            return
        pairs = [(row, content) for row, content in zip(self.rows, contents, strict=True) if id(content) in kept]
        for has_status in (False, True):
            alike = [(row, content) for row, content in pairs if bool(content.status) is has_status]
            usual = sorted(row.cost for row, _content in alike or pairs)[: max(len(alike or pairs) // 2, 1)]
            for row, content in alike:
                is_company = has_status and "position" in content.values and row.is_counted
                if row.cost > usual[-1] + MISFIT or is_company:
                    content.doubts.append(_("It is not sure which word of this line stands under which head."))

    def _take_places_before_names(self, contents: Sequence[RowContent]) -> None:
        """Figures before the names that count up are places: "1. Yann Ehrlacher"."""
        if self._has(Role.POSITION) or self._has(Role.NUMBER):
            return
        counted = [content for content in contents if "number" in content.values and not content.status]
        numbers = [content.figure("number") or 0 for content in counted]
        if len(numbers) > 1 and numbers[0] == 1 and all(after - before == 1 for before, after in pairwise(numbers)):
            for content in counted:
                content.values["position"] = content.values.pop("number")
                content.columns["position"] = content.columns.pop("number")

    def _has(self, role: Role) -> bool:
        return any(column.head.role is role for column in self.columns)

    def _part_of(self, column: int) -> tuple[str, int]:
        """By its head, or without one by how few have a time in it."""
        head = self.columns[column].head
        if head.role is not Role.PART:
            return "", 0
        times = 0 if head.text else sum(bool(row.cells[column]) for row in self.rows if len(row.cells) > column)
        return "".join(filter(str.isdigit, head.text)), -times

    def _cars(self, contents: Sequence[RowContent]) -> list[RowContent]:
        """Every row that is a car's; in a sheet without numbers and places, those with a time, else with a name."""
        roles = {column.head.role for column in self.columns}
        cars = [content for content in contents if content.is_car and not self._is_remark(content, roles)]
        cars = _without_repeats(cars)
        return (
            cars
            or [content for content in contents if content.is_name_with_time or (content.heading and content.name)]
            or [content for content in contents if _is_name(content)]
        )

    @staticmethod
    def _is_remark(content: RowContent, roles: set[Role]) -> bool:
        """A line that only looks like a car: "Weather: dry" below a heading, "Race 3 - 11 laps", the page "1 / 1"."""
        if content.status or content.has_result:
            return False
        if "position" in content.values:
            return not content.name and not roles.isdisjoint(NAMES)
        if content.heading:
            return "number" not in content.values and (Role.NUMBER in roles or not _is_name(content))
        return Role.POSITION in roles or ("number" not in content.values and not _is_name(content))

    def _leave(self, row: TextRow, why: str, *, is_head: bool = False) -> None:
        self.left_out.extend(LeftOut(at, row.raw, why, is_head) for at in range(row.row, row.until + 1))


def _doubt_places_behind_gaps(contents: Sequence[RowContent], kept: Set[int]) -> None:
    """In a sheet without places, a line that may be a car's and is left out would have had one."""
    is_missing = False
    for content in contents:
        if id(content) in kept:
            if is_missing:
                content.doubts.append(_("A line above, in which no car was found, may be a place of its own."))
        elif content.name and (content.has_result or content.status):
            is_missing = True


def _without_repeats(cars: Sequence[RowContent]) -> list[RowContent]:
    """What stands there once more is no second result: a car below the others, for its fastest lap; the number of a
    page, which looks like a place that somebody has."""
    ranked = {car.figure("number") for car in cars if "position" in car.values} - {None}
    numbered = {car.figure("position") for car in cars if "number" in car.values}
    return [
        car
        for car in cars
        if car.status
        or car.heading
        or ("position" in car.values and ("number" in car.values or car.figure("position") not in numbered))
        or ("position" not in car.values and car.figure("number") not in ranked)
    ]


def _is_about_the_fastest_lap(cells: Sequence[str]) -> bool:
    """ "Fastest lap: Huff, 2:33.452" """
    words = " ".join(cells[:2]).replace(":", " ").split()[:3]
    if len(cells) > 4 or not words or words[0].strip("#.").isdigit():
        return False
    labels = [" ".join(words[:size]) for size in (2, 3)]
    heads = [head_of(label) for label in (*labels, *[words[0]] * cells[0].partition(" ")[0].endswith(":"))]
    return any(head is not None and head.role is Role.BEST for head in heads)


def _is_name(content: RowContent) -> bool:
    return bool(content.name) and len(content.name.split()) <= 5 and ":" not in content.name


def _hold_two_cars(rows: Sequence[Sequence[str]]) -> bool:
    """Whether most rows hold a place and, half-way, the next one, as a grid of two columns does."""
    half, odd = divmod(max(map(len, rows), default=0), 2)
    if odd or half < 3:
        return False
    pairs = [(row[0].strip("."), row[half].strip(".")) for row in rows]
    next_to = sum(left.isdigit() and right.isdigit() and int(right) == int(left) + 1 for left, right in pairs)
    return next_to * 10 >= len(rows) * 7


def _figures_behind(tokens: Sequence[Token]) -> list[Token]:
    """The whole figures right behind the last word."""
    last = max((at for at, token in enumerate(tokens) if token.kind == "words"), default=len(tokens))
    return list(takewhile(lambda token: token.kind == "whole", tokens[last + 1 :]))


def _units(tokens: Sequence[Token], in_one: bool, figures: int) -> list[Token]:
    """A row's words as the columns that they seem to be: between single spaces all from the first word to the last are
    one, with the figures behind it that are more than rows usually have; else those that stand together."""
    words = [at for at, token in enumerate(tokens) if token.kind == "words"]
    with_words = set() if in_one else {tokens[at].chunk for at in words}
    units: list[Token] = []
    at = 0
    while at < len(tokens):
        token, until = tokens[at], at + 1
        if token.kind == "words" and in_one:
            until = words[-1] + 1 + max(len(_figures_behind(tokens)) - figures, 0)
        elif token.kind == "words" or (units and units[-1].kind == "words" and token.chunk in with_words):
            # "Team 51" and "2 Seas", but no number before a name.
            while until < len(tokens) and tokens[until].chunk == token.chunk:
                until += 1
            token = token._replace(kind="words")
        units.append(token._replace(text=" ".join(token.text for token in tokens[at:until])))
        at = until
    return units


def _shapes_of(units: Sequence[Token]) -> tuple[str, ...]:
    return tuple(
        "words" if unit.kind == "words" else "any" if unit.kind in ("status", "nothing") else "figure" for unit in units
    )


def _take_lone_places(contents: Sequence[RowContent], name: str) -> None:
    """A car without a number has its place alone: behind 10th, 11 is no car's number, unless it has no place at all.

    name: the field of the place, on a grid that of the grid.
    """
    place = 0
    for content in contents:
        number = content.figure("number")
        alone = name not in content.values and not content.status and not content.heading
        if alone and number == place + 1:
            content.values[name], content.columns[name] = number, content.columns["number"]
            del content.values["number"], content.columns["number"]
        place = content.figure(name) or place


def _table_row(row: _Row, content: RowContent) -> SheetRow:
    cells = [Cell(text, column, content.unread.get(column, "")) for column, text in enumerate(row.cells)]
    if NO_COLUMN in content.texts:
        cells.append(Cell(content.texts[NO_COLUMN], NO_COLUMN, content.unread.get(NO_COLUMN, "")))
    return SheetRow(row.row.row, (*cells, *(Cell(text, NO_COLUMN, text) for text in row.left_over)))

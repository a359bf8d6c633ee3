"""What each share picture shows: from a season to a drawing. No query, no request."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from championship.formats import country_name, days_text, points_text
from championship.people import words
from championship.people.comparison import Comparison
from championship.people.record_book import standing
from championship.season.parts import DriverView, EventView, SessionView, TitleView
from championship.season.view import SeasonView
from championship.tables.podiums import podiums
from championship.tables.title import Livery, StandingsRow, driver_livery, standings_rows
from web.drawing import ASPHALT, BLUE, HEIGHT, MARGIN, MUTED, NARROW, NORMAL, WIDTH, YELLOW, Drawing, fit

# The stripe is on the right; what is written ends before it, at the top and at the foot of the picture.
STRIPE = 1130
WIDE, POINTS = 900, 850
HEADLINE = 166
GREY = "#4b5563"
ROWS = 5


def site_picture() -> bytes:
    """For every page that has no picture of its own."""
    drawing = Drawing()
    drawing.stripe(STRIPE - 80, 110)
    drawing.mark(MARGIN, 330, 132)
    drawing.text(MARGIN, 420, _("The World Touring Car Cup, race by race"), 44, MUTED)
    _foot(drawing)
    return drawing.png()


def event_picture(season: SeasonView, event: EventView) -> bytes:
    """Its name, place and days, and the first three of each race; or that it was cancelled."""
    drawing = _card(f"{season.short_name} {season.year}")
    y = drawing.paragraph(MARGIN, HEADLINE, event.name, (WIDE, 120), (104, 56))
    where = f"{days_text(event.starts_on, event.ends_on)} · {event.circuit.name}"
    y = drawing.paragraph(MARGIN, y + 4, where, (WIDE - 40, 40), (38, 26), MUTED, NORMAL)
    if event.is_cancelled:
        drawing.text(MARGIN, y + 90, _("Cancelled"), 60, YELLOW, NARROW)
        return drawing.png()
    for column, podium in enumerate([podium for podium in podiums(season, event) if podium.places][:2]):
        x = MARGIN + column * 420
        drawing.text(x, y + 52, podium.session.name, 30, YELLOW)
        for place, (_colour, line) in enumerate(podium.places):
            middle = y + 90 + place * 50
            drawing.roundel(x + 22, middle, 22, line.entry.colour, line.number)
            drawing.label(x + 58, middle, line.driver.name, 330, (38, 22))
    return drawing.png()


def standings_picture(season: SeasonView, title: TitleView, heading: str, after: SessionView | None) -> bytes:
    """The first five of a title's table after a session; without places where it does not rank."""
    kicker = f"{season.short_name} {season.year}"
    rows: Sequence[StandingsRow] = []
    ranked = False
    if after is not None:
        kicker = _("%(season)s · after %(session)s in %(place)s") % {
            "season": kicker,
            "session": after.name,
            "place": after.event.where,
        }
        rows = standings_rows(season, title, after)[:ROWS]
        table = season.standings[title.slug]
        ranked = table.is_conclusive(after.index)
    drawing = _card(kicker)
    y = drawing.paragraph(MARGIN, HEADLINE, heading, (WIDE, 90), (80, 48))
    if after is not None and not ranked:
        note = _("On record so far, not ranked") if table.awarded else _("Not awarded")
        drawing.text(MARGIN, y + 32, note, 30, YELLOW)
        y, rows = y + 44, rows[: ROWS - 1]
    for number, row in enumerate(rows):
        middle = y + 40 + number * 53
        if ranked:
            drawing.label(MARGIN, middle, row.place, 60, (40, 24))
        drawing.roundel(MARGIN + 92, middle, 22, row.colour or GREY, row.number)
        name = row.competitor.short_name if title.ranks_teams else row.competitor.name
        drawing.label(MARGIN + 130, middle, name, 540, (42, 22))
        drawing.text(POINTS, middle + 15, points_text(row.points), 42, cut=NARROW, align="right")
    return drawing.png()


def driver_picture(season: SeasonView | None, driver: DriverView) -> bytes:
    """Name, number and team, and the place in the first title entered."""
    number, colour, team = driver_livery(season, driver.slug) if season else Livery(None, "", None)
    siblings = season is not None and driver.sibling in season.drivers
    kicker = f"{season.short_name} {season.year}" if season else ""
    drawing = _card(kicker, BLUE if siblings else ASPHALT, YELLOW if siblings or not team else colour)
    drawing.roundel(958, HEIGHT / 2, 150, colour or GREY, number)
    y = drawing.paragraph(MARGIN, HEADLINE + 10, driver.name, (700, 240), (124, 64))
    origin = [driver.country and country_name(driver.country), team.short_name if team else ""]
    y = drawing.paragraph(MARGIN, y + 12, " · ".join(filter(None, origin)), (700, 84), (40, 28), MUTED, NORMAL)
    place = _title_place(season, driver.slug) if season else ""
    drawing.paragraph(MARGIN, y + 18, place, (620, 84), (40, 26), YELLOW, NORMAL)
    return drawing.png()


def comparison_picture(season: SeasonView, comparison: Comparison) -> bytes:
    """Both names with their numbers, and who was ahead how often where both finished."""
    siblings = comparison.first.sibling == comparison.second.slug
    drawing = _card(f"{season.short_name} {season.year}", BLUE if siblings else ASPHALT, stripe=None)
    middle, across = WIDTH / 2, 300
    # Two beside each other are written alike: as the longer name has to be.
    box, sizes = (372, 140), (64, 34)
    fitted = [fit(driver.name, box, sizes) for driver in (comparison.first, comparison.second)]
    size, cut = min(name.size for name in fitted), min(name.cut for name in fitted)
    for driver, x in ((comparison.first, 250), (comparison.second, WIDTH - 250)):
        number, colour, _team = driver_livery(season, driver.slug)
        drawing.roundel(x, across, 108, colour or GREY, number)
        drawing.paragraph(x, across + 128, driver.name, box, (size, sizes[1]), cut=cut, align="centre")
    if comparison.both_finished:
        drawing.text(
            middle, across + 44, f"{comparison.ahead_first}–{comparison.ahead_second}", 150, cut=NARROW, align="centre"
        )
        drawing.text(middle, across + 100, _("ahead, both finishing"), 28, MUTED, align="centre")
    else:
        drawing.stripe(middle + 46, 34, top=across - 80, bottom=across + 80)
    return drawing.png()


def story_picture(title: str, kicker: str, day: date, of_siblings: bool) -> bytes:
    """The headline, its kicker and its day."""
    drawing = _card(kicker or _("Story"), BLUE if of_siblings else ASPHALT)
    y = drawing.paragraph(MARGIN, HEADLINE + 6, title, (800, 330), (104, 40))
    drawing.text(MARGIN, y + 40, date_format(day, "j F Y"), 32, MUTED)
    return drawing.png()


def _card(kicker: str, ground: str = ASPHALT, stripe: str | None = YELLOW) -> Drawing:
    """What all have: the stripe, the mark, a line above the headline, and whose picture it is."""
    drawing = Drawing(ground)
    if stripe:
        drawing.stripe(STRIPE, 66, stripe)
    drawing.mark(MARGIN, 84, 44)
    drawing.paragraph(MARGIN, HEADLINE - 44, kicker, (WIDE, 36), (34, 22), YELLOW, NORMAL)
    _foot(drawing)
    return drawing


def _foot(drawing: Drawing) -> None:
    text = _("%(site)s · unofficial fan site") % {"site": urlsplit(settings.SITE_URL).hostname}
    drawing.paragraph(MARGIN, HEIGHT - 56, text, (780, 28), (26, 18), MUTED, NORMAL)


def _title_place(season: SeasonView, slug: str) -> str:
    """ "1st of 23 · Drivers, 223 points": in the first title entered that ranks drivers."""
    places = (standing(season, title, slug) for title in season.titles if not title.ranks_teams)
    first = next(filter(None, places), None)
    if first is None:
        return ""
    tile = words.title_tile(season.year, first)
    return f"{tile.big} · {tile.text}"

"""The sport's figures in templates. Rows are many, so what stands in each of them is written in Python."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from championship.formats import (
    GREY,
    SHORT_STATUS,
    and_list,
    country_name,
    days_text,
    gap_text,
    length_text,
    number_word,
    ordinal,
    points_phrase,
    points_text,
    signed_points_text,
    status_text,
    time_text,
    zone_city,
)
from championship.models import CircuitLayout, Classification
from championship.season.parts import EventView, LayoutView, ResultView, SessionView, TitleView
from championship.why.changes import change_text
from championship.why.history import Version
from championship.why.reasons import live_why_address, part_id, part_key, why_address
from championship.words import FLAGS, WORDS, guide_id
from web.addresses.paths import address

# Words without a comma, and the address behind them.
CREDITED = re.compile(r"([^\s,;()][^,;()]*) \((https://[^\s()]+)\)")

register = template.Library()
register.filter(and_list)
register.filter("in_points", points_phrase)
register.filter("signed_points", signed_points_text)
register.filter("nth", ordinal)
register.filter("in_words", number_word)
register.filter("status_words", status_text)
register.filter("country", country_name)
register.filter("city_of_zone", zone_city)
register.filter(change_text)


@register.filter
def points(value: Decimal | None) -> str:
    return "" if value is None else points_text(value)


@register.simple_tag(takes_context=True)
def points_why(
    context: template.Context,
    value: Decimal | None,
    title: TitleView,
    after: SessionView,
    competitor: str,
    part: EventView | SessionView | None = None,
    row: str = "",
) -> SafeString:
    """A points figure of the page's season that leads to its reasons; blank for None.

    part: the event or session that the figure is of; without one it is the sum after `after`. row: what the table's row
    under it is named after (`why--…`); htmx opens the reasons there.
    """
    if value is None:
        return mark_safe("")
    page = why_address(context["season"], title, after, competitor)
    if not page:
        return mark_safe(points_text(value))
    under = ""
    if row:
        only = f"?only={part_key(part)}" if part else ""
        place = f"why--{row}"
        under = f' data-hx-get="{page}{only}" data-hx-target="#{place}" aria-controls="{place}" aria-expanded="false"'
    words = escape(_("%(points)s, why") % {"points": points_phrase(value)})
    anchor = f"#{part_id(part)}" if part else ""
    return mark_safe(f'<a class="why-link" href="{page}{anchor}" aria-label="{words}"{under}>{points_text(value)}</a>')


@register.simple_tag
def live_points_why(
    value: Decimal, title: TitleView, competitor: str, session: SessionView | None = None
) -> SafeString:
    """A points figure of a title as it stands; with `session` what that one gives, with its sign.

    It leads to a page of its own: a row of a table that is swapped every other second keeps nothing open.
    """
    sign = "+" if session and value > 0 else ""
    words = escape(_("%(points)s, why") % {"points": f"{sign}{points_phrase(value)}"})
    anchor = f"#{part_id(session)}" if session else ""
    return mark_safe(
        f'<a class="why-link" href="{live_why_address(title, competitor)}{anchor}" aria-label="{words}">'
        f"{sign}{points_text(value)}</a>"
    )


@register.simple_tag
def place_why(session: SessionView, driver: str, place: str, words: str = "") -> SafeString:
    """A place in a session's table that opens, under its row, to what it rests on. `words` where it is no number."""
    page = address("sources", session.event.year, session.event.slug, session.slug)
    # What is heard begins with what is seen: 13th on 13, Ret: retired.
    spoken = f"{place}: {words}" if words else ordinal(int(place)) if place.isdecimal() else place
    label = escape(_("%(place)s, what it rests on") % {"place": spoken})
    title = f' title="{escape(words)}"' if words else ""
    return mark_safe(
        f'<a class="why-link" href="{page}#{driver}" aria-label="{label}"{title}'
        f' data-hx-get="{page}?driver={driver}" data-hx-target="#why--{driver}" aria-controls="why--{driver}"'
        f' aria-expanded="false">{escape(place)}</a>'
    )


@register.simple_tag
def places_moved(moved: int | None, unranked: str = "") -> SafeString:
    """▲2, ▼1 or –, with words for those who hear it. unranked: what they hear of one who was not ranked before."""
    if moved is None:
        hidden = f'<span class="visually-hidden">{escape(unranked)}</span>'
        return mark_safe(hidden if unranked else "")
    if not moved:
        still = escape(_("no change"))
        return mark_safe(
            f'<span class="muted"><span aria-hidden="true">–</span><span class="visually-hidden">{still}</span></span>'
        )
    arrow, way = ("▲", _("up")) if moved > 0 else ("▼", _("down"))
    return mark_safe(
        f'<span class="{up_or_down(moved)}"><span aria-hidden="true">{arrow}</span>'
        f'<span class="visually-hidden">{escape(way)} </span>{abs(moved)}</span>'
    )


@register.filter
def up_or_down(number: Decimal | int) -> str:
    """The class of what was gained or lost, blank for neither."""
    return "up" if number > 0 else "down" if number < 0 else ""


@register.filter
def lap_time(milliseconds: int | None) -> str:
    return "" if milliseconds is None else time_text(milliseconds)


@register.filter
def kilometres(metres: int | None) -> str:
    return "" if metres is None else length_text(metres)


@register.filter
def gap(line: ResultView) -> str:
    return gap_text(line.gap_ms, line.gap_laps)


@register.filter
def short_status(status: str) -> str:
    """Ret, DNS, NC."""
    return SHORT_STATUS[status]


@register.simple_tag(takes_context=True)
def word(context: template.Context, name: str, words: str = "", key: str = "") -> SafeString:
    """A word that leads to its line in the guide, the first time that a page has it. words: as the sentence says it.

    key: the link's id, by which the focus finds its way back where the piece is swapped.
    """
    said = words or str((WORDS | FLAGS)[name].name)
    return _to_the_guide(context, name, "word", said, key) or format_html("{}", said)


@register.simple_tag(takes_context=True)
def word_beside(context: template.Context, name: str) -> SafeString:
    """A word that what stands before it does not say, in brackets, with its line in the guide; blank after the first
    time that a page has it."""
    link = _to_the_guide(context, name, "word", str(WORDS[name].name))
    return format_html("({})", link) if link else mark_safe("")


@register.simple_tag(takes_context=True)
def explained(context: template.Context, sentence: str, names: str) -> SafeString:
    """A sentence in which the words named, a space between them, lead to the guide; those that it lacks do nothing."""
    html: str = conditional_escape(sentence)
    for name in names.split():
        # Within a tag it is an address; behind it an ending may follow: wildcards.
        pattern = rf"(?<!\w){re.escape(escape(str(WORDS[name].name)))}\w*(?![^<>]*>)"
        if found := re.search(pattern, html, re.IGNORECASE):
            html = html[: found.start()] + word(context, name, found[0]) + html[found.end() :]
    return mark_safe(html)


def _to_the_guide(context: template.Context, name: str, css: str, words: str, key: str = "") -> SafeString:
    """A link to a word's line, blank where the page has one already."""
    # The bottom of the context is there for as long as the page is made, whatever piece the word stands in.
    linked = context.dicts[0].setdefault("linked_words", set())
    if name in linked:
        return mark_safe("")
    linked.add(name)
    named = format_html(' id="{}"', key) if key else ""
    return format_html('<a{} class="{}" href="{}#{}">{}</a>', named, css, address("guide"), guide_id(name), words)


@register.simple_tag(takes_context=True)
def status_badge(context: template.Context, status: str) -> SafeString:
    """A classification's status; one that is not official leads to the guide."""
    words = str(Classification.Status(status).label)
    words = words[:1].upper() + words[1:]
    css = f"badge badge--{'investigation' if status == Classification.Status.UNDER_INVESTIGATION else status}"
    link = _to_the_guide(context, status, css, words) if status in WORDS else mark_safe("")
    return link or format_html('<span class="{}">{}</span>', css, words)


@register.simple_tag
def roundel(number: int | None, colour: str = "", size: str = "") -> SafeString:
    """The door number: a disc in the team's colour, a white plate, the number.

    Without one, as for a team or where it is not known, the stripe. Grey where the team is not known.

    size: "s" 24 px, "" 32 px, "l" 64 px, "xl" 88 to 112 px. The number is read aloud; a name always stands beside it.
    The colour is an attribute, because the CSP allows no inline style.
    """
    modifier = f" roundel--{escape(size)}" if size else ""
    words = escape(_("number %(number)s") % {"number": number})
    heard = 'aria-hidden="true"' if number is None else f'role="img" aria-label="{words}"'
    return mark_safe(
        f'<svg class="roundel{modifier}" viewBox="0 0 32 32" {heard}>{roundel_shapes(number, colour)}</svg>'
    )


@register.simple_tag
def roundel_shapes(number: int | None, colour: str = "") -> SafeString:
    """What a roundel is drawn of, for a drawing that has several: 32 units wide and tall."""
    fill = escape(colour or GREY)
    if number is None:
        on_plate = f'<path d="M17.2 9.5h4l-6.4 13h-4z" fill="{fill}"/>'
    else:
        on_plate = f'<text x="16" y="20.6" font-size="13" fill="#14181d">{int(number)}</text>'
    return mark_safe(
        f'<circle cx="16" cy="16" r="16" fill="{fill}"/>'
        f'<circle cx="16" cy="16" r="11.5" fill="#fff" stroke="#14181d"/>{on_plate}'
    )


class Linked(Protocol):
    """A driver, a team or whatever else has a page under its name."""

    @property
    def name(self) -> str: ...

    def get_absolute_url(self) -> str: ...


@register.simple_tag
def who(
    competitor: Linked,
    number: int | None,
    colour: str,
    detail: str = "",
    narrow: bool = True,
    name: str = "",
    key: str = "",
) -> SafeString:
    """A driver or a team in a row: roundel, linked name, and a detail under it, on phones alone where `narrow`.

    name: instead of the whole one. key: the link's id, by which the focus finds its way back where the row is swapped.
    """
    named = f' id="{escape(key)}"' if key else ""
    if detail:
        detail = f'<span class="who__detail{" narrow-only" * narrow}">{escape(detail)}</span>'
    return mark_safe(
        f'<div class="who">{roundel(number, colour)}<div><a{named} href="{escape(competitor.get_absolute_url())}">'
        f"{escape(name or competitor.name)}</a>{detail}</div></div>"
    )


@register.simple_tag
def flag(country: str, label: str = "") -> SafeString:
    """The flag of an ISO 3166 code; `label` only where the country does not stand beside it in words.

    A country whose flag has not been drawn yet has none, and its name stands alone.
    """
    if country.lower() not in _drawn_flags():
        return mark_safe("")
    return format_html(
        '<img class="flag" src="{}" width="20" height="15" alt="{}">', static(f"img/flags/{country.lower()}.svg"), label
    )


@cache
def _drawn_flags() -> frozenset[str]:
    return frozenset(path.stem for path in (settings.BASE_DIR / "static" / "img" / "flags").glob("*.svg"))


@register.filter
def driven(layout: LayoutView) -> str:
    """Clockwise, or anticlockwise."""
    return str(CircuitLayout.Direction(layout.direction).label)


@register.filter
def credit_links(credit: str) -> SafeString:
    """An outline's credit: an https address in brackets becomes the link of the words before it."""
    pieces = CREDITED.split(credit)
    linked = zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True)
    links = (f'<a href="{escape(at)}">{escape(words)}</a>{escape(rest)}' for words, at, rest in linked)
    return mark_safe(escape(pieces[0]) + "".join(links))


@register.filter
def day_range(event: EventView) -> str:
    """3–5 June 2021; 31 July – 1 August 2021."""
    return days_text(event.starts_on, event.ends_on)


@register.filter
def days(event: EventView) -> str:
    """3–5 June: without the year, on pages of one season."""
    return days_text(event.starts_on, event.ends_on, event.year)


@register.simple_tag
def day(moment: date, form: str = "j F Y") -> SafeString:
    """5 May 2021, or as `form` has it."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), formats.date_format(moment, form))


@register.simple_tag
def session_start(session: SessionView, zone: str) -> SafeString:
    """5 May 2021, 12:15 Lisbon time, as far as it is on record."""
    if session.date is None:
        return format_html("{}", capfirst(_("day not on record")))
    if session.local_start is None:
        return format_html("{}, {}", day(session.date), _("time not on record"))
    return format_html("{} {}", _moment(session.local_start, session.date), zone)


@register.simple_tag
def published(version: Version) -> SafeString:
    """When a classification was published, as far as it is on record, and by whom."""
    moment = version.published_at
    when = _("time not on record") if moment is None else _moment(moment, moment)
    if not version.published_by:
        return format_html("{}", when)
    return format_html("{}, {}", when, _("published by %(who)s") % {"who": version.published_by})


def _moment(moment: datetime, day: date) -> SafeString:
    words = f"{formats.date_format(day, 'j F Y')}, {clock(moment)}"
    return format_html('<time datetime="{}">{}</time>', iso(moment), words)


@register.filter
def clock(moment: datetime) -> str:
    """12:15, in the zone that the moment carries; the date filter would turn it into the site's."""
    return f"{moment:%H:%M}"


@register.simple_tag
def clock_there(moment: datetime, zone: str) -> SafeString:
    """14:03:22 at the circuit; live.js writes the reader's own time in its place."""
    time = f"{moment.astimezone(ZoneInfo(zone)):%H:%M:%S}"
    words = _("%(time)s at the circuit") % {"time": time}
    return format_html('<time datetime="{}" data-clock>{}</time>', moment.isoformat(timespec="seconds"), words)


@register.filter
def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")

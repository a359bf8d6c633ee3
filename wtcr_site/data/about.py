"""What the page on how results are kept says of a season: what is missing from it, and the rules of its titles."""

from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from championship.formats import and_list, number_word, ordinal, points_phrase, points_text
from championship.scoring import Standings
from championship.season.parts import SessionView, TitleView
from championship.season.view import SeasonView
from web.catalogue import said
from wtcr_site.data.sourcing import Note, Scale, Sourcing

# What a title pays beyond what is worked out here, by year and slug. The laps are not on record one by one: the
# season's adjustments contain their points, as its season.toml says.
IN_ADJUSTMENTS = {
    (2021, "trophy"): gettext_lazy("A point also for the class’s fastest qualifier and its fastest lap of each race."),
}


class Caveat(NamedTuple):
    """What is to be known of a session or a title, whose name leads to its page."""

    name: str
    address: str
    words: str


class RulesOfTitle(NamedTuple):
    """How a title is scored. awarded: whether it had the entrants that it needs; blank where it needs none."""

    title: TitleView
    address: str
    also_called: str
    scoring: str
    awarded: str


def bases(sourcing: Sourcing) -> list[tuple[str, int, str]]:
    """On what places rest, how many do, and what they are."""
    places = _("places")
    counts = [
        (_("Two sources"), sourcing.two_sources, places),
        (_("One source"), sourcing.one_source, places),
        (_("Worked out"), sourcing.worked_out, _("places, from the others or from points")),
    ]
    if sourcing.doubtful:
        words = ngettext("place that may not stand", "places that may not stand", sourcing.doubtful)
        counts.append((_("Doubtful"), sourcing.doubtful, words))
    return [*counts, (_("Not on record"), sourcing.unplaced, _("places of cars that took part"))]


def gaps(season: SeasonView, sourcing: Sourcing) -> list[Caveat]:
    """The doubtful and the missing places, what hangs on them in each title, and which titles' tables fall short."""
    return [
        *(
            Caveat(
                f"{doubt.session.event.name}, {doubt.session.name}", doubt.session.get_absolute_url(), doubt.sentence
            )
            for doubt in sourcing.doubts
        ),
        *(_of_title(season, title, " ".join(sentences)) for title, sentences in sourcing.hanging),
        *(
            _of_title(season, title, _short_until(session, reasons))
            for title, session, reasons in sourcing.short_titles
        ),
    ]


def _of_title(season: SeasonView, title: TitleView, words: str) -> Caveat:
    return Caveat(title.name, reverse("standings", args=[season.year, title.slug]), words)


def _short_until(session: SessionView, reasons: list[str]) -> SafeString:
    sentence = _(
        "before %(session)s, %(event)s, its tables are “on record so far”, and so are the totals of those for whom "
        "none was published. From then on points are added, with their reason:"
    ) % {"session": session.name, "event": session.event.name}
    return format_html("{} {}", sentence, format_html_join(" ", "“{}.”", ([said(reason)] for reason in reasons)))


def missing(sourcing: Sourcing) -> list[str]:
    """What of the races' times, of grids and of practices is not on record."""
    sentences = []
    if sourcing.lines:
        sentences.append(
            _("Of %(lines)s lines of race results, %(timed)s carry a time or a gap.")
            % {"lines": sourcing.lines, "timed": sourcing.timed}
        )
        if sourcing.only_poles:
            sentences[-1] += " " + _("Of each grid only the first place is known.")
    if sourcing.practices:
        text = ngettext(
            "%(number)s practice has no result on record.",
            "None of the %(number)s practices has a result on record.",
            sourcing.practices,
        )
        sentences.append(text % {"number": sourcing.practices})
    return sentences


def caveat(note: Note) -> Caveat:
    """A note on a single result, with whose it is."""
    session, line = note.session, note.line
    head = line.driver.name if line.position is None else f"{line.driver.name}, {ordinal(line.position)}"
    words = format_html("{}. {}.", head, said(note.text))
    return Caveat(f"{session.event.code}, {session.name}", session.get_absolute_url(), words)


def scale_in_words(scale: Scale) -> tuple[str, str]:
    """For which sessions it is, and its points: 25-20-16."""
    sessions = and_list(scale.names)
    return f"{sessions}, {scale.event.name}" if scale.event else sessions, _points(scale.points)


def most_an_event(points: Decimal | None) -> str:
    return _("%(points)s an event") % {"points": points_phrase(points)} if points else ""


def rules_of(season: SeasonView, title: TitleView, standings: Standings, without: list[str]) -> RulesOfTitle:
    """without: the names of the sessions that give no points in it."""
    return RulesOfTitle(
        title,
        reverse("standings", args=[season.year, title.slug]),
        _("Also called %(names)s") % {"names": title.other_names} if title.other_names else "",
        " ".join(filter(None, [_whose_points(title), _own_scales(title), *_exceptions(season.year, title, without)])),
        _whether_awarded(title, standings),
    )


def _whose_points(title: TitleView) -> str:
    if title.ranks_teams:
        if title.rules.cars_per_session:
            return _("The points of a team’s best %(cars)s cars in each session, by overall places.") % {
                "cars": number_word(title.rules.cars_per_session)
            }
        return _("The points of all of a team’s cars, by overall places.")
    if title.rules.places == "class":
        return _("Points by the order among its own entrants.")
    return _("Points by overall places.")


def _own_scales(title: TitleView) -> str:
    """ "In races 10-8-6; In qualifying 3-2-1."; blank for a title with the season's scales."""
    scales = title.rules.own_scales
    if not scales:
        return ""
    heads = {"race": _("In races"), "qualifying": _("In qualifying")}
    practice = _("In practice")
    each = [f"{heads.get(kind, practice)} {_points(scale)}" for kind, scale in scales.items()]
    return "; ".join(each) + "."


def _exceptions(year: int, title: TitleView, without: list[str]) -> list[str]:
    rules, sentences = title.rules, []
    if pays := IN_ADJUSTMENTS.get((year, title.slug)):
        sentences.append(str(pays))
    if without:
        text = ngettext("%(sessions)s does not count.", "%(sessions)s do not count.", len(without))
        sentences.append(text % {"sessions": and_list(without)})
    if rules.bonus_fastest_qualifier:
        points = points_phrase(rules.bonus_fastest_qualifier)
        sentences.append(_("%(points)s for the fastest qualifier.") % {"points": points})
    if rules.bonus_fastest_lap:
        points = points_phrase(rules.bonus_fastest_lap)
        sentences.append(_("%(points)s for a race’s fastest lap.") % {"points": points})
    if rules.best_scores:
        sentences.append(_("The best %(number)s scores count.") % {"number": rules.best_scores})
    return sentences


def _whether_awarded(title: TitleView, standings: Standings) -> str:
    if not title.minimum_entrants:
        return ""
    count = len(standings.entrants)
    text = ngettext(
        "It needs %(needed)s entrants and had one:", "It needs %(needed)s entrants and had %(number)s:", count
    ) % {"needed": number_word(title.minimum_entrants), "number": number_word(count)}
    return f"{text} {_('awarded.') if standings.awarded else _('not awarded.')}"


def _points(scale: tuple[Decimal, ...]) -> str:
    return "-".join(points_text(points) for points in scale)

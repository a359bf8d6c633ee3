"""Two drivers beside each other, and the form that chooses them."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from championship.charts import places_race_by_race
from championship.charts.plate import Plate, plate
from championship.formats import number_word
from championship.people import words
from championship.people.comparison import NEITHER, Comparison, teammate_pairs, teammates
from championship.people.comparison import compare as compare_drivers
from championship.season.page import newest_season, page_context
from championship.season.parts import EntryView
from championship.season.view import SeasonView
from championship.share import cards
from championship.tables.files import picture_response, table_response
from drivers.people import Acquaintance, acquaintances
from drivers.views.seasons import chosen_season, newest_of, season_files, years_context, years_seen
from web.cache.page_cache import cached_page

COLUMNS = ("event", "session", "first_position", "first_status", "second_position", "second_status", "ahead")


class TeammatePair(NamedTuple):
    """Two who drove for one team, with the address of their comparison."""

    names: str
    address: str
    entries: list[EntryView | None]


class AheadCount(NamedTuple):
    """How often each of two was ahead; `of` says of how many."""

    label: str
    first: int
    second: int
    of: str


@require_safe
@cached_page(parameters=("first", "second"))
def compare_choice(request: HttpRequest) -> HttpResponse:
    """The form alone; with two different drivers chosen it leads on to their comparison."""
    first, second = request.GET.get("first", "").strip(), request.GET.get("second", "").strip()
    known = _known(request, (slug for slug in (first, second) if slug))
    if first in known and second in known and first != second:
        return HttpResponseRedirect(reverse("compare", args=[first, second]))
    season = newest_season(request)
    context = {"message": _message(first, second, known), **_form(season, first, second)}
    context["pairs"] = _pairs(season) if season else []
    return render(request, "drivers/compare_choice.html", page_context(season, "drivers", **context))


def _pairs(season: SeasonView) -> list[TeammatePair]:
    pairs = []
    for first, second in teammate_pairs(season):
        names = _("%(first)s and %(second)s") % {"first": first.name, "second": second.name}
        entries = [season.entry_at(first.slug), season.entry_at(second.slug)]
        pairs.append(TeammatePair(names, reverse("compare", args=[first.slug, second.slug]), entries))
    return pairs


def _message(first: str, second: str, known: dict[str, Acquaintance]) -> str:
    if not first and not second:
        return ""
    for slug in (first, second):
        if slug and slug not in known:
            return _("There is no driver at “%(slug)s”. Choose another name.") % {"slug": slug}
    if first == second:
        return _("That is %(name)s twice. Choose two different drivers.") % {"name": known[first].driver.name}
    return _("Choose a second driver as well.") if first else _("Choose a first driver as well.")


def _form(season: SeasonView | None, first: str, second: str) -> dict[str, Any]:
    drivers = season.drivers.values() if season else ()
    return {
        # Beside each name those who drove for the same team.
        "mates_of_first": teammates(season, first) if season else [],
        "mates_of_second": teammates(season, second) if season else [],
        "choices": sorted(drivers, key=lambda driver: (driver.family_name.casefold(), driver.given_name)),
        "chosen_first": first,
        "chosen_second": second,
    }


@require_safe
@cached_page(parameters=("season",))
def compare(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """The newest season that both were in, or the one asked for."""
    if first == second:
        return HttpResponseRedirect(f"{reverse('compare_choice')}?{urlencode({'first': first, 'second': second})}")
    pair = _pair(request, first, second)
    years = _common_years(pair)
    season = chosen_season(request, years)
    context = {
        "first": pair[0].driver,
        "second": pair[1].driver,
        "siblings": pair[0].driver.sibling == second,
        "names": _("%(first)s and %(second)s") % {"first": pair[0].driver.name, "second": pair[1].driver.name},
        **years_context(season, years),
    }
    comparison = compare_drivers(season, first, second) if season else None
    if season is None or comparison is None:
        newest = newest_season(request)
        context |= _form(newest, first, second)
        return render(request, "drivers/compare.html", page_context(newest, "drivers", **context))
    name_first, name_second = words.short_names(pair[0].driver, pair[1].driver)
    entries = season.entry_at(first), season.entry_at(second)
    context |= {
        "comparison": comparison,
        "entry_first": entries[0],
        "entry_second": entries[1],
        "plate_first": _plate(entries[0]),
        "plate_second": _plate(entries[1]),
        "name_first": name_first,
        "name_second": name_second,
        "scores": _scores(comparison),
        "points_of": _points_of(season, comparison, name_first, name_second),
        "both_scored": comparison.points_first is not None and comparison.points_second is not None,
        "sentences": words.comparison_sentences(comparison),
        "places": places_race_by_race(season, [first, second], [race.session for race in comparison.races]),
        "left_out": words.left_out(season, comparison),
        "qualifying": [row for row in comparison.qualifying if row.first or row.second],
        "qualifying_missing": words.event_codes(
            [row.event for row in comparison.qualifying if not row.first and not row.second]
        ),
        "files": season_files(season, "compare_data", first, second),
        **_form(season, first, second),
    }
    return render(request, "drivers/compare.html", page_context(season, "drivers", **context))


def _plate(entry: EntryView | None) -> Plate | None:
    return plate(entry.number, entry.colour) if entry else None


def _scores(comparison: Comparison) -> list[AheadCount]:
    finished, qualifying = comparison.both_finished, comparison.qualifying_on_record
    on_record = _("%(number)s on record") % {"number": number_word(qualifying)} if qualifying else _("none on record")
    return [
        AheadCount(_("Both finished"), comparison.ahead_first, comparison.ahead_second, _races(finished)),
        AheadCount(_("All races"), comparison.over_all_first, comparison.over_all_second, _of_all_races(comparison)),
        AheadCount(_("Qualifying"), comparison.qualifying_first, comparison.qualifying_second, on_record),
    ]


def _of_all_races(comparison: Comparison) -> str:
    unknown = comparison.unknown
    if not unknown:
        return _races(len(comparison.races))
    orders = ngettext("%(number)s order not on record", "%(number)s orders not on record", unknown)
    return orders % {"number": number_word(unknown)}


def _races(count: int) -> str:
    return ngettext("%(number)s race", "%(number)s races", count) % {"number": number_word(count)}


def _points_of(season: SeasonView, comparison: Comparison, name_first: str, name_second: str) -> str:
    """What the two points figures are of, with whoever alone has one; empty where neither has."""
    if comparison.points_first is None and comparison.points_second is None:
        return ""
    alone = name_second if comparison.points_first is None else name_first if comparison.points_second is None else ""
    if alone:
        names = {"name": alone, "year": season.year}
        return _("%(name)s alone was in the drivers’ title %(year)s") % names
    return _("drivers’ title %(year)s") % {"year": season.year}


def _known(request: HttpRequest, slugs: Iterable[str]) -> dict[str, Acquaintance]:
    """Those of the drivers whom the reader knows of, with the years that they have come to."""
    known = {}
    for slug, driver in acquaintances(slugs).items():
        with suppress(Http404):
            known[slug] = driver._replace(years=set(years_seen(request, sorted(driver.years), slug)))
    return known


def _pair(request: HttpRequest, first: str, second: str) -> tuple[Acquaintance, Acquaintance]:
    known = _known(request, (first, second))
    if first not in known or second not in known:
        raise Http404(_("There is no driver of this name here."))
    return known[first], known[second]


def _common_years(pair: tuple[Acquaintance, Acquaintance]) -> list[int]:
    return sorted(pair[0].years & pair[1].years, reverse=True)


@require_safe
@cached_page
def compare_share(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Of the newest season that both were in, whatever is asked for."""
    season = newest_of(request, _common_years(_pair(request, first, second)))
    comparison = compare_drivers(season, first, second) if season else None
    if season is None or comparison is None:
        raise Http404(_("These two were never in the same season."))
    return picture_response(cards.comparison_picture(season, comparison))


@require_safe
@cached_page(parameters=("season",))
def compare_data(request: HttpRequest, first: str, second: str, ending: str) -> HttpResponse:
    """The races that both were entered for, with who was ahead: a slug, neither, or null where it is not on record."""
    season = chosen_season(request, _common_years(_pair(request, first, second)))
    comparison = compare_drivers(season, first, second) if season else None
    if season is None or comparison is None:
        raise Http404(_("These two were never in the same season."))
    slugs = {"first": first, "second": second}
    rows = [
        {
            "event": race.session.event.slug,
            "session": race.session.code,
            "first_position": race.first and race.first.position,
            "first_status": race.first and race.first.status,
            "second_position": race.second and race.second.position,
            "second_status": race.second and race.second.status,
            "ahead": slugs.get(race.ahead, NEITHER if race.ahead == NEITHER else None),
        }
        for race in comparison.races
    ]
    return table_response(ending, COLUMNS, rows, season=season.year, **slugs)

"""The fight for a title: who can still win it after any session, and what if."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.charts import could_still_win
from championship.fight.counts import contender_counts, counts_by_event, fight_sessions, opens_after
from championship.fight.report import COLUMNS, FightReport
from championship.fight.what_if import WhatIf, what_if
from championship.season.page import page_context, season_or_404
from championship.season.parts import SessionView, TitleView
from championship.season.view import SeasonView
from championship.tables import heads
from championship.tables.files import file_addresses, table_response
from championship.views.standings import season_and_title, session_or_404, to_its_address
from web.addresses.old_addresses import new_slug
from web.addresses.paths import address
from web.cache.page_cache import cached_page
from web.htmx import page_or_fragment
from web.navigation import Link, Pager, Tab


@require_safe
@cached_page(parameters=("first", "second", "first_place", "second_place"), fragments=("what-if",))
def title_fight(request: HttpRequest, year: int) -> HttpResponse:
    """The first title's, as it opens."""
    season = season_or_404(request, year)
    return _page(request, season, _first(season))


@require_safe
@cached_page(parameters=("first", "second", "first_place", "second_place"), fragments=("what-if",))
def title_fight_of(request: HttpRequest, year: int, title: str) -> HttpResponse:
    season, chosen = season_and_title(request, year, title)
    return _page(request, season, chosen)


@require_safe
@cached_page(parameters=("first", "second", "first_place", "second_place"), fragments=("what-if",))
def title_fight_after(request: HttpRequest, year: int, title: str, event: str, session: str) -> HttpResponse:
    season, chosen = season_and_title(request, year, title)
    after = session_or_404(season, chosen, event, session)
    return to_its_address(request, after) or _page(request, season, chosen, after)


@require_safe
@cached_page
def title_fight_data(request: HttpRequest, year: int, ending: str) -> HttpResponse:
    season = season_or_404(request, year)
    title = _first(season)
    return _data(season, title, opens_after(season, title), ending)


@require_safe
@cached_page
def title_fight_of_data(request: HttpRequest, year: int, title: str, ending: str) -> HttpResponse:
    season, chosen = season_and_title(request, year, title)
    return _data(season, chosen, opens_after(season, chosen), ending)


@require_safe
@cached_page
def title_fight_after_data(
    request: HttpRequest, year: int, title: str, event: str, session: str, ending: str
) -> HttpResponse:
    season, chosen = season_and_title(request, year, title)
    return _data(season, chosen, session_or_404(season, chosen, event, session), ending)


def _first(season: SeasonView) -> TitleView:
    if season.first_title is None:
        raise Http404(_("The season %(year)s has no titles yet.") % {"year": season.year})
    return season.first_title


def _page(
    request: HttpRequest, season: SeasonView, title: TitleView, chosen: SessionView | None = None
) -> HttpResponse:
    """After the session chosen, else as it opens."""
    opening = opens_after(season, title)
    after = chosen or opening
    is_opening = after is opening
    context = page_context(
        season,
        "title-fight",
        title=title,
        after=after,
        is_opening=is_opening,
        when=_("After %(session)s") % {"session": after.with_place} if after else "",
        opening_address=_opening_address(season, title),
        share_alt=heads.picture_words(season, title),
        tabs=_tabs(season, title),
    )
    if after is not None and season.standings[title.slug].is_conclusive(after.index):
        context |= _fight(season, title, after, has_outcome=chosen is None)
        context["what_if"] = context["contenders"] and _what_if(request, season, title, after)
    else:
        context |= _no_fight(season, title, after)
    context["page_title"] = _page_title(season, title, "" if is_opening else context["when"])
    context["description"] = _description(season, title, None if is_opening else after, context)
    question = context.get("what_if")
    if question and question.answer and _leaves_open(request):
        # The form sends what is left open as well; the address to share has the question alone.
        return HttpResponseRedirect(f"{context['address']}?{question.query}")
    return page_or_fragment(request, "championship/title_fight.html", context)


def _fight(season: SeasonView, title: TitleView, after: SessionView, *, has_outcome: bool) -> dict[str, Any]:
    """The fight after a session. has_outcome: with what came of it since, where the page opens before that."""
    report = FightReport(season, title, after)
    counts = contender_counts(season, title)
    is_past = after is not season.last_counted(title, season.latest)
    names = season.year, title.slug, after.event.slug, after.slug
    words = {"session": after.name, "place": after.event.where}
    return {
        "when": report.when(),
        "verdict": report.verdict(),
        "outcome": FightReport(season, title, season.latest).verdict()
        if season.latest and has_outcome and is_past
        else "",
        "needs_heading": _("What each needed") if is_past else _("What each needs"),
        "contenders": report.contenders(),
        "expected": report.expected(),
        "out": report.out(),
        "counts": counts_by_event(counts),
        "chart": could_still_win(counts, after, of_teams=title.ranks_teams),
        "address": address("title_fight_after", *names),
        "to_standings": Link(
            _("The standings after %(session)s in %(place)s") % words, address("standings_after", *names)
        ),
        "files": file_addresses("title_fight_after_data", *names),
        "pager": _pager(season, title, after),
    }


def _no_fight(season: SeasonView, title: TitleView, after: SessionView | None) -> dict[str, Any]:
    """Why nothing can be said of who could still win, and where to read on."""
    standings = season.standings[title.slug]
    if title.is_without_figures:
        return {
            "lead": heads.without_figures(season, title),
            "no_fight": _("Who could still win it cannot be worked out."),
            "way_on": Link(_("The standings"), address("standings", season.year, title.slug)),
        }
    if not standings.awarded:
        return {
            "lead": heads.not_awarded(title, standings),
            "no_fight": _("Nobody fights for a title that is not awarded."),
            "way_on": Link(_("The standings"), address("standings", season.year, title.slug)),
        }
    if after is None:
        return {
            "lead": heads.nothing_counted(season),
            "no_fight": _("Everyone can still win; the first classification opens the fight."),
            "way_on": Link(_("The calendar"), address("calendar", season.year)),
        }
    complete = next(iter(fight_sessions(season, title)), None)
    standings_then = address("standings_after", season.year, title.slug, after.event.slug, after.slug)
    return {
        "lead": heads.so_far_after(after),
        "no_fight": _(
            "The class fastest laps and part of the class order are not on record, so nothing can be said of who could "
            "still win."
        ),
        "complete_from": complete
        and _link(title, complete, _("After %(session)s in %(place)s the record is complete")),
        "way_on": Link(_("The standings"), standings_then),
    }


def _page_title(season: SeasonView, title: TitleView, when: str) -> str:
    """when: of a page after a session, which the page that opens does not say."""
    words = {"year": season.year, "title": title.short_name}
    is_first = title is season.first_title
    text = (_("Title fight %(year)s") if is_first else _("Title fight %(year)s, %(title)s")) % words
    return f"{text}: {when}" if when else text


def _description(season: SeasonView, title: TitleView, chosen: SessionView | None, fight: Mapping[str, Any]) -> str:
    """chosen: the session, where the page is not the one that opens."""
    words: dict[str, object] = {"title": title.name, "year": season.year}
    if "verdict" in fight:
        then = f"{fight['when']}: {fight['verdict']}"
        outcome = fight["outcome"]
        return f"{title.name} {season.year}: {outcome} {then}" if outcome else f"{title.name} {season.year}. {then}"
    if chosen is None:
        return _("Who can still win the %(title)s %(year)s, and since when the others cannot.") % words
    words |= {"session": chosen.name, "place": chosen.event.where}
    return _("Who could still win the %(title)s %(year)s after %(session)s in %(place)s: on record so far.") % words


def _opening_address(season: SeasonView, title: TitleView) -> str:
    """Of the page as it opens: of the first title without its name."""
    if title is season.first_title:
        return address("title_fight", season.year)
    return address("title_fight_of", season.year, title.slug)


def _tabs(season: SeasonView, current: TitleView) -> list[Tab]:
    return [
        Tab(title.short_name, _opening_address(season, title), title.slug == current.slug) for title in season.titles
    ]


def _pager(season: SeasonView, title: TitleView, after: SessionView) -> Pager | None:
    """To the fight after the sessions before and after this one; None where there are none."""
    words = _("After %(session)s in %(place)s")
    stops = fight_sessions(season, title)
    earlier = next((_link(title, stop, words) for stop in reversed(stops) if stop.index < after.index), None)
    later = next((_link(title, stop, words) for stop in stops if stop.index > after.index), None)
    return Pager(_("Sessions"), earlier, later) if earlier or later else None


def _link(title: TitleView, after: SessionView, words: str) -> Link:
    """To the fight after a session; `words` name it and its place."""
    return Link(
        words % {"session": after.name, "place": after.event.where},
        address("title_fight_after", after.event.year, title.slug, after.event.slug, after.slug),
    )


def _leaves_open(request: HttpRequest) -> bool:
    return "" in (*request.GET.getlist("first_place"), *request.GET.getlist("second_place"))


def _what_if(request: HttpRequest, season: SeasonView, title: TitleView, after: SessionView) -> WhatIf | None:
    names = request.GET.get("first", "").strip(), request.GET.get("second", "").strip()
    # A question shared before a driver was renamed still asks about that driver.
    first, second = (name if not name or name in season.drivers else new_slug("driver", name) for name in names)
    places = request.GET.getlist("first_place"), request.GET.getlist("second_place")
    return what_if(season, title, after, (first, second), places)


def _data(season: SeasonView, title: TitleView, after: SessionView | None, ending: str) -> HttpResponse:
    standings = season.standings[title.slug]
    if after is None or not standings.is_conclusive(after.index):
        raise Http404(_("There is no title fight to tell of here."))
    report = FightReport(season, title, after)
    decided = report.fight.decided(after.index)
    decided_after = None if decided is None else season.sessions[decided].key
    is_official = report.fight.is_official(after.index)
    return table_response(
        ending,
        COLUMNS,
        report.data(),
        season=season.year,
        title=title.slug,
        after=after.key,
        points_left=report.chances.points_left,
        decided_after=decided_after if is_official else None,
        provisionally_decided_after=None if is_official else decided_after,
        could_still_win=[
            {"after": count.session.key, "number": count.number} for count in contender_counts(season, title)
        ],
    )

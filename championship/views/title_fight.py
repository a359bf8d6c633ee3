"""The fight for a title: who can still win it after any session, and what if."""

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
from championship.tables.files import table_response
from championship.views.standings import season_and_title, session_or_404, to_its_address
from web.addresses.old_addresses import new_slug
from web.addresses.paths import address
from web.cache.page_cache import cached_page
from web.htmx import page_or_fragment


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
    """After the session chosen, else as it opens: then with what came of it since."""
    standings, opening = season.standings[title.slug], opens_after(season, title)
    after = chosen or opening
    context = page_context(
        season,
        "title-fight",
        title=title,
        after=after,
        standings=standings,
        first=_first(season),
        is_opening=after is opening,
        on_record_so_far=after is not None and standings.on_record_so_far(after.index),
    )
    stops, latest = fight_sessions(season, title), season.last_counted(title, season.latest)
    if after is not None and standings.is_conclusive(after.index):
        report = FightReport(season, title, after)
        counts, contenders = contender_counts(season, title), report.contenders()
        context |= {
            "when": report.when(),
            "verdict": report.verdict(),
            # What came of it, where the page opens before that.
            "outcome": FightReport(season, title, season.latest).verdict()
            if season.latest and not chosen and after is not latest
            else "",
            "is_past": after is not latest,
            "contenders": contenders,
            "expected": [event.name for event in report.expected()],
            "out": report.out(),
            "counts": counts_by_event(counts),
            "chart": could_still_win(counts, after, of_teams=title.ranks_teams),
            "what_if": contenders and _what_if(request, season, title, after),
            "address": address("title_fight_after", season.year, title.slug, after.event.slug, after.slug),
            "previous": next((stop for stop in reversed(stops) if stop.index < after.index), None),
            "next": next((stop for stop in stops if stop.index > after.index), None),
        }
    elif stops:
        context["complete_from"] = stops[0]
    question = context.get("what_if")
    if question and question.answer and _leaves_open(request):
        # The form sends what is left open as well; the address to share has the question alone.
        return HttpResponseRedirect(f"{context['address']}?{question.query}")
    return page_or_fragment(request, "championship/title_fight.html", context)


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
    return table_response(
        ending,
        COLUMNS,
        report.data(),
        season=season.year,
        title=title.slug,
        after=after.key,
        points_left=report.chances.points_left,
        decided_after=None if decided is None else season.sessions[decided].key,
        could_still_win=[
            {"after": count.session.key, "number": count.number} for count in contender_counts(season, title)
        ],
    )

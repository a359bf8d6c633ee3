"""A title's table, after any session."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from championship.charts import behind_the_leader
from championship.fight.telling import told_after
from championship.formats import and_list
from championship.models import Classification
from championship.season.page import page_context, season_or_404
from championship.season.parts import EventView, SessionView, TitleView
from championship.season.view import SeasonView
from championship.share import cards
from championship.tables import title as title_table
from championship.tables.files import picture_response, table_response
from championship.why.doubts import TitleDoubts
from web.addresses.paths import address
from web.cache.page_cache import cached_page
from web.htmx import page_or_fragment


@require_safe
@cached_page
def standings(request: HttpRequest, year: int, title: str) -> HttpResponse:
    """The table as it is now."""
    if "after" in request.GET:
        return _to_chosen(request, year, title)
    season, chosen = season_and_title(request, year, title)
    return _page(request, season, chosen, season.last_counted(chosen, season.latest))


@require_safe
@cached_page
def standings_after(request: HttpRequest, year: int, title: str, event: str, session: str) -> HttpResponse:
    """The table after a session, from today's current classifications up to it."""
    season, chosen = season_and_title(request, year, title)
    after = session_or_404(season, chosen, event, session)
    return to_its_address(request, after) or _page(request, season, chosen, after)


@require_safe
@cached_page
def standings_data(request: HttpRequest, year: int, title: str, ending: str) -> HttpResponse:
    season, chosen = season_and_title(request, year, title)
    return _data(season, chosen, season.last_counted(chosen, season.latest), ending)


@require_safe
@cached_page
def standings_after_data(
    request: HttpRequest, year: int, title: str, event: str, session: str, ending: str
) -> HttpResponse:
    season, chosen = season_and_title(request, year, title)
    return _data(season, chosen, session_or_404(season, chosen, event, session), ending)


@require_safe
@cached_page
def standings_share(request: HttpRequest, year: int, title: str) -> HttpResponse:
    season, chosen = season_and_title(request, year, title)
    return picture_response(
        cards.standings_picture(season, chosen, heading(chosen), season.last_counted(chosen, season.latest))
    )


@require_safe
@cached_page
def standings_after_share(request: HttpRequest, year: int, title: str, event: str, session: str) -> HttpResponse:
    season, chosen = season_and_title(request, year, title)
    after = session_or_404(season, chosen, event, session)
    return picture_response(cards.standings_picture(season, chosen, heading(chosen), after))


def _to_chosen(request: HttpRequest, year: int, title: str) -> HttpResponse:
    """The select of a phone names a session as event/session; its page has an address of its own."""
    event, _slash, session = request.GET["after"].partition("/")
    picked = urlencode({"driver": request.GET["driver"]}) if "driver" in request.GET else ""
    try:
        path = reverse("standings_after", args=[year, title, event, session])
        return HttpResponseRedirect(f"{path}?{picked}" if picked else path)
    except NoReverseMatch:
        raise Http404(_("There is no session of this name.")) from None


def season_and_title(request: HttpRequest, year: int, title: str) -> tuple[SeasonView, TitleView]:
    season = season_or_404(request, year)
    if title not in season.titles_by_slug:
        raise Http404(_("The season %(year)s has no title of this name.") % {"year": year})
    return season, season.titles_by_slug[title]


def session_or_404(season: SeasonView, title: TitleView, event: str, session: str) -> SessionView:
    """A session that a title has a table after: one that counts in it, up to the latest."""
    found = season.session(event, session)
    if found is None or season.latest is None or found.index > season.latest.index:
        raise Http404(_("There is no table after this session yet."))
    counting = season.counts_in(title)
    if found not in counting:
        others = and_list(one.name for one in counting if one.event.id == found.event.id)
        words = {"session": found.name, "event": found.event.name, "title": title.name, "sessions": others}
        if not others:
            raise Http404(_("%(event)s has no session that counts in the %(title)s.") % words)
        raise Http404(
            _("%(session)s does not count in the %(title)s. In %(event)s there is a table after %(sessions)s.") % words
        )
    return found


def _page(request: HttpRequest, season: SeasonView, title: TitleView, after: SessionView | None) -> HttpResponse:
    context = page_context(
        season, "standings", title=title, after=after, heading=heading(title), tabs=_tabs(season, None)
    )
    if after is not None:
        is_latest = after is season.last_counted(title, season.latest)
        rows = title_table.standings_rows(season, title, after)
        result = season.standings[title.slug]
        before = title_table.event_before(season, after)
        moved = before is not None and any(row.moved for row in rows)
        ranked = not result.on_record_so_far(after.index)
        # A column less than half filled is not shown: first has no gap, nor has a total that falls short.
        has_gaps = ranked and 2 * sum(bool(row.gap) and not row.on_record_so_far for row in rows) >= len(rows)
        not_certain = TitleDoubts(season, title, after)
        # The reader's pick; until there is one, the season's siblings.
        asked = "" if title.ranks_teams else request.GET.get("driver", "")
        pick = asked if asked in season.drivers else ""
        picks = [pick] if pick else [driver.slug for driver in season.siblings]
        context |= {
            "rows": rows,
            "table": result,
            "on_record_so_far": not ranked,
            "has_gaps": has_gaps,
            "so_far_rows": any(row.on_record_so_far for row in rows),
            "rail": _rail(season, title),
            "neighbours": _neighbours(season, title, after),
            "status": status_words(season, after),
            "fight_address": _fight(season, title, after),
            "decided": _decided(season, title, after),
            "doubts": not_certain.doubts,
            "consequences": not_certain.consequences(),
            "corrected": _corrected(season, after),
            "adjustments": _adjustments(season, title, after),
            # A column in which nothing moved says nothing.
            "since": before if moved else None,
            "pick": pick,
            "picked": f"?driver={pick}" if pick else "",
            "pick_unknown": asked and not pick,
            # Who has no line in this title, or none yet, is in none of its chart.
            "pick_absent": pick and pick not in {row.competitor.slug for row in rows} and season.drivers[pick].name,
            "chart": behind_the_leader(season, title, after, picks),
            # The table's columns: place, moved, name, team, wins, podiums, gap, points.
            "width": 5 + (not title.ranks_teams) + has_gaps + (ranked and moved),
            "is_latest": is_latest,
            "tabs": _tabs(season, None if is_latest else after),
            "address": reverse("standings_after", args=[season.year, title.slug, after.event.slug, after.slug]),
        }
    return page_or_fragment(request, "championship/standings.html", context, ("standings-table",))


def heading(title: TitleView) -> str:
    return {
        "drivers": pgettext("heading", "Drivers’ standings"),
        "teams": pgettext("heading", "Teams’ standings"),
    }.get(title.slug) or _("%(title)s standings") % {"title": title.short_name}


def to_its_address(request: HttpRequest, session: SessionView) -> HttpResponse | None:
    """Where an address names a session by its code, the way to the one page that there is of it; else None."""
    match = request.resolver_match
    if match.kwargs["session"] == session.slug:
        return None
    query = request.META.get("QUERY_STRING", "")
    path = reverse(match.view_name, kwargs=match.kwargs | {"session": session.slug})
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


@dataclass(frozen=True, slots=True)
class RailStop:
    """A session that the rail offers; `label` is Q for the end of qualifying, else the code."""

    label: str
    session: SessionView
    run: bool

    @property
    def where(self) -> str:
        return f"{self.session.event.short_name}, {self.session.name}"


def _tabs(season: SeasonView, after: SessionView | None) -> list[tuple[TitleView, str]]:
    """Each title with the address of its table at the same moment, or as it is now."""
    tabs = []
    for title in season.titles:
        last = season.last_counted(title, after)
        page = address("standings", season.year, title.slug)
        if last is not None:
            page = address("standings_after", season.year, title.slug, last.event.slug, last.slug)
        tabs.append((title, page))
    return tabs


def _rail(season: SeasonView, title: TitleView) -> list[tuple[EventView, list[RailStop]]]:
    """Each event with the end of its qualifying and its races, as far as they count in the title."""
    latest = season.latest.index if season.latest else -1
    counting = season.counts_in(title)
    rail = []
    for event in season.counting:
        own = [session for session in counting if session.event.id == event.id and not season.is_off(session)]
        qualifying = [session for session in own if session.kind == "qualifying"][-1:]
        stops = [RailStop("Q", session, session.index <= latest) for session in qualifying]
        stops += [RailStop(race.code, race, race.index <= latest) for race in own if race.is_race]
        rail.append((event, stops))
    return rail


def _neighbours(season: SeasonView, title: TitleView, after: SessionView) -> dict[str, SessionView | None]:
    """The stops of the rail before and after this one."""
    stops = [stop.session for _event, row in _rail(season, title) for stop in row if stop.run]
    return {
        "previous": next((stop for stop in reversed(stops) if stop.index < after.index), None),
        "next": next((stop for stop in stops if stop.index > after.index), None),
    }


def status_words(season: SeasonView, after: SessionView) -> str:
    """Official only when every classification up to here is."""
    statuses = {
        classification.status
        for session in season.sessions[: after.index + 1]
        if (classification := season.classification(session))
    }
    for status in (Classification.Status.UNDER_INVESTIGATION, Classification.Status.PROVISIONAL):
        if status in statuses:
            return str(status.label)
    return str(Classification.Status.OFFICIAL.label)


def _decided(season: SeasonView, title: TitleView, after: SessionView) -> dict[str, object] | None:
    """Where the title was decided and with how many points left, once that is past."""
    fight = season.fights[title.slug]
    index = fight.decided_after
    if index is None or index > after.index:
        return None
    return {"session": season.sessions[index], "left": fight.chances(index).points_left}


def _fight(season: SeasonView, title: TitleView, after: SessionView) -> str:
    """Where the fight at that moment is told: after the last session up to then that gave points in the title."""
    told = [session for session in told_after(season, title) if session.index <= after.index]
    return address("title_fight_after", season.year, title.slug, told[-1].event.slug, told[-1].slug) if told else ""


def _corrected(season: SeasonView, after: SessionView) -> list[SessionView]:
    """Sessions up to here whose first published order was changed later."""
    return [
        session
        for session in season.sessions[: after.index + 1]
        if (classification := season.classification(session)) and classification.was_corrected
    ]


def _adjustments(season: SeasonView, title: TitleView, after: SessionView) -> list[dict[str, object]]:
    """What was given or taken, one group for each session and reason."""
    sessions = {session.key: session for session in season.sessions}
    groups: dict[tuple[str, str], list[tuple[str, Decimal]]] = {}
    for adjustment in season.standings[title.slug].adjustments:
        if adjustment.after in sessions and sessions[adjustment.after].index <= after.index:
            name = season.competitor(title, adjustment.competitor).name
            groups.setdefault((adjustment.after, adjustment.reason), []).append((name, adjustment.points))
    return [{"session": sessions[key], "reason": reason, "points": points} for (key, reason), points in groups.items()]


def _data(season: SeasonView, title: TitleView, after: SessionView | None, ending: str) -> HttpResponse:
    if after is None:
        raise Http404(_("There is no table yet."))
    not_certain = TitleDoubts(season, title, after)
    return table_response(
        ending,
        (*title_table.COLUMNS, "doubtful"),
        [
            {**row, "doubtful": not_certain.concerns(str(row["competitor"]))}
            for row in title_table.plain_standings(season, title, after)
        ],
        season=season.year,
        title=title.slug,
        after=after.key,
        status=status_words(season, after),
        on_record_so_far=season.standings[title.slug].on_record_so_far(after.index),
        doubts=[doubt.data for doubt in not_certain.doubts],
        could_change_places=not_certain.runs,
    )

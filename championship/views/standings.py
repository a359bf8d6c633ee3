"""A title's table, after any session."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.charts import behind_the_leader, season_strips, strip_key
from championship.fight.counts import fight_sessions
from championship.formats import and_list, signed_points_text
from championship.season.page import page_context, season_or_404
from championship.season.parts import SessionView, TitleView
from championship.season.view import SeasonView
from championship.share import cards
from championship.tables import heads
from championship.tables import title as title_table
from championship.tables.files import file_addresses, picture_response, table_response
from championship.tables.rail import build_rail
from championship.why.doubts import TitleDoubts
from web.addresses.paths import address
from web.cache.page_cache import cached_page
from web.htmx import page_or_fragment
from web.navigation import Tab

# Of a table as a file.
COLUMNS = (*title_table.COLUMNS, "doubtful")


@require_safe
@cached_page(parameters=("after", "driver"), fragments=("standings-table",))
def standings(request: HttpRequest, year: int, title: str) -> HttpResponse:
    """The table as it is now."""
    if "after" in request.GET:
        return _to_chosen(request, year, title)
    season, chosen = season_and_title(request, year, title)
    return _page(request, season, chosen, season.last_counted(chosen, season.latest))


@require_safe
@cached_page(parameters=("driver",), fragments=("standings-table",))
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
        cards.standings_picture(season, chosen, heads.heading(chosen), season.last_counted(chosen, season.latest))
    )


@require_safe
@cached_page
def standings_after_share(request: HttpRequest, year: int, title: str, event: str, session: str) -> HttpResponse:
    season, chosen = season_and_title(request, year, title)
    after = session_or_404(season, chosen, event, session)
    return picture_response(cards.standings_picture(season, chosen, heads.heading(chosen), after))


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
    named = season.session(event, session)
    if named is None or season.latest is None or named.index > season.latest.index:
        raise Http404(_("There is no table after this session yet."))
    counting = season.counts_in(title)
    if named not in counting:
        others = and_list(other.name for other in counting if other.event.id == named.event.id)
        words = {"session": named.name, "event": named.event.name, "title": title.name, "sessions": others}
        if not others:
            raise Http404(_("%(event)s has no session that counts in the %(title)s.") % words)
        raise Http404(
            _("%(session)s does not count in the %(title)s. In %(event)s there is a table after %(sessions)s.") % words
        )
    return named


def _page(request: HttpRequest, season: SeasonView, title: TitleView, after: SessionView | None) -> HttpResponse:
    is_latest = after is season.last_counted(title, season.latest)
    context = page_context(
        season,
        "standings",
        title=title,
        after=after,
        is_latest=is_latest,
        page_title=heads.standings_heading(season, title, None if is_latest else after),
        description=heads.standings_description(season, title, after),
        share_alt=heads.picture_words(season, title),
        heading=heads.heading(title),
        lead=heads.standings_lead(season, title, after),
        tabs=_tabs(season, title, None),
    )
    if after is not None:
        # The reader's pick; until there is one, the season's siblings.
        driver = "" if title.ranks_teams else request.GET.get("driver", "")
        pick = driver if driver in season.drivers else ""
        picks = [pick] if pick else [sibling.slug for sibling in season.siblings]
        query = f"?driver={pick}" if pick else ""
        context |= _table(season, title, after)
        context |= {
            "files": file_addresses("standings_after_data", season.year, title.slug, after.event.slug, after.slug),
            "address": address("standings_after", season.year, title.slug, after.event.slug, after.slug),
            "tabs": _tabs(season, title, None if is_latest else after, query),
            "rail": build_rail(season, title, after, query),
            "chart": behind_the_leader(season, title, after, picks),
            "pick": pick,
            "driver_is_asked": bool(driver),
            "pick_is_unknown": driver and not pick,
            # Who has no line in this title, or none yet, is in none of its chart.
            "absent_pick": season.drivers[pick].name
            if pick and pick not in season.standings[title.slug].tables[after.index].by_competitor
            else "",
        }
    return page_or_fragment(request, "championship/standings.html", context)


def _table(season: SeasonView, title: TitleView, after: SessionView) -> dict[str, object]:
    """The rows, which columns they have, and what is to be known of the figures."""
    rows = title_table.standings_rows(season, title, after)
    ranked = not season.standings[title.slug].on_record_so_far(after.index)
    before = title_table.event_before(season, after)
    # A column in which nothing moved says nothing.
    has_moves = before is not None and ranked and any(row.moved for row in rows)
    # A column less than half filled is not shown: first has no gap, nor has a total that falls short.
    has_gaps = ranked and 2 * sum(bool(row.gap_text) for row in rows) >= len(rows)
    doubts = TitleDoubts(season, title, after)
    strips = season_strips(season, title, after)
    return {
        "rows": rows,
        "lines": [(row, strips[row.slug]) for row in rows],
        "strip_key": strip_key(),
        "on_record_so_far": not ranked,
        "caption": heads.standings_caption(title, after),
        "since": _("Since %(event)s") % {"event": before.short_name} if before and has_moves else "",
        "has_gaps": has_gaps,
        # Place, moved, name, team, strip, wins, gap, points.
        "width": 5 + (not title.ranks_teams) + has_gaps + has_moves,
        "eligibility": heads.eligibility(title),
        "has_stars": any(row.falls_short for row in rows),
        "doubts": doubts.doubts,
        "consequences": doubts.consequences(),
        "corrected": _corrected(season, after),
        "adjustments": _adjustments(season, title, after),
        "fight_address": _fight(season, title, after),
    }


def to_its_address(request: HttpRequest, session: SessionView) -> HttpResponse | None:
    """Where an address names a session by its code, the way to the one page that there is of it; else None."""
    match = request.resolver_match
    if match is None or match.kwargs["session"] == session.slug:
        return None
    query = request.META.get("QUERY_STRING", "")
    path = reverse(match.view_name, kwargs=match.kwargs | {"session": session.slug})
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def _tabs(season: SeasonView, current: TitleView, after: SessionView | None, query: str = "") -> list[Tab]:
    """Each title's table at the same moment, or as it is now. query: goes along to the titles of drivers."""
    tabs = []
    for title in season.titles:
        last = season.last_counted(title, after)
        page = address("standings", season.year, title.slug)
        if last is not None:
            page = address("standings_after", season.year, title.slug, last.event.slug, last.slug)
        page += "" if title.ranks_teams else query
        tabs.append(Tab(title.short_name, page, title.slug == current.slug, title.slug))
    return tabs


def _fight(season: SeasonView, title: TitleView, after: SessionView) -> str:
    """The title fight's page after the last session up to then that gave points in the title; blank before the
    first."""
    sessions = [session for session in fight_sessions(season, title) if session.index <= after.index]
    if not sessions:
        return ""
    return address("title_fight_after", season.year, title.slug, sessions[-1].event.slug, sessions[-1].slug)


def _corrected(season: SeasonView, after: SessionView) -> list[SessionView]:
    """Sessions up to here whose first published order was changed later."""
    return [
        session
        for session in season.sessions[: after.index + 1]
        if (classification := season.classification(session)) and classification.was_corrected
    ]


@dataclass(frozen=True, slots=True)
class AdjustmentGroup:
    """What one decision gave and took: from when on, whose points, and why."""

    since: str
    points: str
    reason: str


def _adjustments(season: SeasonView, title: TitleView, after: SessionView) -> list[AdjustmentGroup]:
    """One group for each session and reason."""
    sessions = {session.key: session for session in season.sessions}
    groups: dict[tuple[str, str], list[str]] = {}
    for adjustment in season.standings[title.slug].adjustments:
        if adjustment.after in sessions and sessions[adjustment.after].index <= after.index:
            name = season.competitor(title, adjustment.competitor).name
            points = f"{name} {signed_points_text(adjustment.points)}"
            groups.setdefault((adjustment.after, adjustment.reason), []).append(points)
    return [
        AdjustmentGroup(_since(sessions[key]), ", ".join(points), reason) for (key, reason), points in groups.items()
    ]


def _since(session: SessionView) -> str:
    return _("From %(session)s in %(place)s on") % {"session": session.name, "place": session.event.where}


def _data(season: SeasonView, title: TitleView, after: SessionView | None, ending: str) -> HttpResponse:
    if after is None:
        raise Http404(_("There is no table yet."))
    doubts = TitleDoubts(season, title, after)
    return table_response(
        ending,
        COLUMNS,
        [
            {**row, "doubtful": doubts.concerns(str(row["competitor"]))}
            for row in title_table.plain_standings(season, title, after)
        ],
        season=season.year,
        title=title.slug,
        after=after.key,
        status=heads.status_words(season, after),
        on_record_so_far=season.standings[title.slug].on_record_so_far(after.index),
        doubts=[doubt.data for doubt in doubts.doubts],
        could_change_places=doubts.runs,
    )

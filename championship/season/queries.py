"""The four queries that load a season: its titles, its calendar, its entries and its current results.

Each joins what belongs to its rows, so the rows repeat; reading.py takes each part once, by its group of columns.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Case, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import JSONObject, RowNumber
from django.db.models.lookups import Exact

from championship.models import Circuit, CircuitLayout, Entry, Event, Result, Season
from championship.models.season import in_open_season
from championship.season.parts import ChangeView, LayoutView
from web.cache.prepared import Prepared, parameter
from web.catalogue import localised
from web.moments import AsOf
from web.rows import Columns


def circuit_name(slug: str) -> Subquery:
    """The name of the circuit that a change of circuit names by its slug; NULL for every other text."""
    return Subquery(Circuit.objects.filter(slug=OuterRef(slug)).values("name")[:1])


def layout_at(circuit: str) -> Case:
    """How an event's circuit ran on its first day, in the first of the event's rows: an outline is long."""
    first = Window(RowNumber(), partition_by="pk", order_by=ORDER_IN_EVENT)
    layouts = CircuitLayout.objects.filter(season=OuterRef("season"), circuit=OuterRef(circuit))
    then = layouts.filter(Q(since=None) | Q(since__lte=OuterRef("starts_on")))
    return Case(When(Exact(first, 1), then=_newest(then.order_by(F("since").desc(nulls_last=True)))))


def newest_layout(until: AsOf | None = None) -> Subquery:
    """How a circuit ran last in an open season, and with `until` in one that is no later."""
    layouts = CircuitLayout.objects.filter(in_open_season(), circuit=OuterRef("pk"))
    if until is not None:
        layouts = layouts.filter(season__year__lte=until.year)
    return _newest(layouts.order_by("-season__year", F("since").desc(nulls_last=True)))


def _newest(layouts: QuerySet[CircuitLayout]) -> Subquery:
    return Subquery(layouts.values(layout=JSONObject(**{name: name for name in LAYOUT}))[:1])


def read_layout(values: dict[str, Any] | None) -> LayoutView | None:
    """Of a column of layout_at or newest_layout."""
    return None if values is None else LayoutView(**values)


def read_change(values: Sequence[Any]) -> ChangeView:
    """Of the values of CHANGE."""
    change = ChangeView(*values)
    return replace(change, session=localised(change.session))


ORDER_IN_EVENT = (
    "sessions__order",
    "sessions__pk",
    "changes__announced_on",
    "changes__order",
    "changes__pk",
)
LAYOUT = ("name", "length_m", "direction", "outline", "credit")
# Of an event's calendar changes. read_change makes one of them.
CHANGE = (
    "changes__announced_on",
    "changes__what",
    "changes__before",
    "changes__after",
    "changes__reason",
    "changes__source",
    circuit_name("changes__before"),
    circuit_name("changes__after"),
    # The name of the session whose time it is.
    "changes__session__name",
)
# The newest season of the years from `first` to `last`, with its titles: an open one, or one in the state `also`.
TITLE_COLUMNS = Columns(
    season_id=("pk",),
    season=("year", "name", "short_name", "broadcaster", "broadcaster_url"),
    title=(
        "titles__slug",
        "titles__name",
        "titles__other_names",
        "titles__ranks",
        "titles__entrants",
        "titles__minimum_entrants",
        "titles__eligible",
    ),
    rules=(
        "titles__places",
        "titles__cars_per_session",
        "titles__nominated",
        "titles__without_sessions",
        "titles__own_scales",
        "titles__best_scores",
        "titles__bonus_fastest_qualifier",
        "titles__bonus_fastest_lap",
        "titles__fastest_lap_within",
    ),
    winner=("titles__scale_unknown", "titles__winner_driver__slug", "titles__winner_team__slug"),
    own_scale=("titles__own_scale_rows__kind", "titles__own_scale_rows__scale__points"),
    adjustment=(
        "titles__adjustments__pk",
        "titles__adjustments__points",
        "titles__adjustments__kind",
        "titles__adjustments__reason",
        "titles__adjustments__source",
        "titles__adjustments__driver__slug",
        "titles__adjustments__team__slug",
        "titles__adjustments__after__event__slug",
        "titles__adjustments__after__code",
        "titles__adjustments__penalty__withdrawn_reason",
    ),
)
TITLE_ROWS = Prepared(
    Season.objects.filter(
        pk=Subquery(
            Season.objects.filter(Q(state=Season.State.OPEN) | Q(state=parameter("also")))
            .filter(year__gte=parameter("first"), year__lte=parameter("last"))
            .order_by("-year")
            .values("pk")[:1]
        )
    )
    .order_by("titles__order", "titles__pk", "titles__adjustments__order", "titles__adjustments__pk")
    .values_list(*TITLE_COLUMNS)
)
CALENDAR_COLUMNS = Columns(
    year=("season__year",),
    announced_circuit=(
        "announced_circuit__slug",
        "announced_circuit__name",
        "announced_circuit__locality",
        "announced_circuit__country",
        "announced_circuit__timezone",
        "announced_circuit__length_m",
    ),
    event_id=("pk",),
    event=("number", "slug", "code", "name", "starts_on", "ends_on", "status"),
    circuit=(
        "circuit__slug",
        "circuit__name",
        "circuit__locality",
        "circuit__country",
        "circuit__timezone",
        "circuit__length_m",
    ),
    layouts=(layout_at("circuit"), layout_at("announced_circuit")),
    announced=("announced_label", "announced_starts_on", "announced_ends_on", "announced_order"),
    change_id=("changes__pk",),
    change=CHANGE,
    session_id=("sessions__pk",),
    session=("sessions__code", "sessions__slug", "sessions__name"),
    timetable=(
        "sessions__kind",
        "sessions__state",
        "sessions__date",
        "sessions__starts_at",
        "sessions__laps_scheduled",
        "sessions__laps_run",
    ),
    scale=("sessions__scale__points", "sessions__not_on_countback"),
)
CALENDAR_ROWS = Prepared(
    Event.objects.filter(Q(season__year=parameter("year")) | Q(in_open_season(), season__year=parameter("guarded")))
    .order_by("starts_on", "order", "pk", *ORDER_IN_EVENT)
    .values_list(*CALENDAR_COLUMNS)
)
ENTRY_COLUMNS = Columns(
    entry_id=("pk",),
    entry=("number", "car", "wildcard", "wildcard_scores"),
    driver=(
        "driver__slug",
        "driver__given_name",
        "driver__family_name",
        "driver__country",
        "driver__sibling__slug",
    ),
    team=("team__slug", "team__name", "team__short_name", "team__country", "team__colour"),
    # What the season calls it, a row for each day from which on.
    called=("called__since", "called__name", "called__short_name", "called__colour"),
    entrants=("titles__entrants",),
    on_list=("event_entries__pk", "event_entries__event_id", "event_entries__number", "event_entries__nominated"),
)
ENTRY_ROWS = Prepared(
    Entry.objects.filter(season=parameter("season"))
    .annotate(
        called=FilteredRelation("team__season_names", condition=Q(team__season_names__season=parameter("season")))
    )
    .order_by("order", "pk")
    .values_list(*ENTRY_COLUMNS)
)
RESULT_COLUMNS = Columns(
    session=("session",),
    classification=("classification__number", "classification__status", "classification__published_at"),
    counting=("classification__scale__points", "classification__points_factor", "classification__laps_counted"),
    on_list=("event_entry_id",),
    line=(
        "number",
        "position",
        "status",
        "laps",
        "time_ms",
        "gap_ms",
        "gap_laps",
        "grid",
        "fastest_lap_ms",
        "basis",
        "holds_fastest_lap",
        "one_of",
        "points",
    ),
)
RESULT_ROWS = Prepared(
    Result.objects.current()
    .filter(classification__session__event__season=parameter("season"))
    .order_by("classification__session_id", "order", "pk")
    .annotate(session=F("classification__session_id"))
    .values_list(*RESULT_COLUMNS)
)

"""The drivers, teams and circuits that readers know of: those that an open season has, or that no season has.

One that only a season in preparation has is not there yet.
"""

from functools import reduce
from operator import or_

from django.db.models import Model, Q, QuerySet

from championship.models import CalendarChange, Circuit, Event, Season, Session, Title
from championship.models.season import in_open_season
from drivers.models import Driver, Team


def known_drivers() -> QuerySet[Driver]:
    return _known(Driver.objects.all(), "entries__season")


def known_teams() -> QuerySet[Team]:
    return _known(Team.objects.all(), "entries__season", "season_names__season")


def known_circuits() -> QuerySet[Circuit]:
    """Also those that an open season's calendar lost: it announced them, or a change names them."""
    announced = Event.objects.filter(in_open_season(), announced_circuit__isnull=False).values("announced_circuit")
    moved = CalendarChange.objects.filter(in_open_season("event__season"), what=CalendarChange.What.CIRCUIT)
    lost = Q(pk__in=announced) | Q(slug__in=moved.values("before")) | Q(slug__in=moved.values("after"))
    return _known(Circuit.objects.all(), "events__season", "layouts__season", besides=lost)


def is_known(row: Model) -> bool:
    """Whether the page of a season, or of what a season has, is there for readers."""
    match row:
        case Season():
            return row.state == Season.State.OPEN
        case Event() | Title():
            return is_known(row.season)
        case Session():
            return is_known(row.event.season)
        case Driver():
            return known_drivers().filter(pk=row.pk).exists()
        case Team():
            return known_teams().filter(pk=row.pk).exists()
        case Circuit():
            return known_circuits().filter(pk=row.pk).exists()
    return True


def _known[Row: Model](rows: QuerySet[Row], *paths: str, besides: Q | None = None) -> QuerySet[Row]:
    """`paths` lead to the rows' seasons; `besides` says of which others an open season tells."""
    everyone = rows.order_by()
    opened = reduce(or_, (in_open_season(path) for path in paths))
    if besides is not None:
        opened |= besides
    in_preparation = reduce(or_, (Q(**{f"{path}__state": Season.State.PREPARATION}) for path in paths))
    to_come = everyone.filter(in_preparation).exclude(pk__in=everyone.filter(opened).values("pk"))
    return rows.exclude(pk__in=to_come.values("pk"))

"""What tests do to published results: another classification, and what nothing else may do."""

from dataclasses import replace

from championship.admin.race_control.desk import published_lines
from championship.models import Classification, Result, Season
from championship.publishing import publish


def publish_again(session, *, status=None, at=None, **changes) -> Classification:
    """Publishes the session's current classification as the next one, with some lines changed.

    `changes` are the new values of a line's fields, by its driver's slug with underscores: `rob_huff={"grid": 8}`.
    """
    current = session.classifications.latest("number")
    slugs = dict(current.results.values_list("event_entry", "event_entry__driver__slug"))
    lines = [
        replace(line, **changes.pop(slugs[line.event_entry].replace("-", "_"), {}))
        for line in published_lines(session, current.number)
    ]
    assert not changes, f"not in {current}: {changes}"
    return publish(session, lines, status=status or current.status, reason="Changed by a test", at=at)


def forget_results(**where) -> None:
    """Takes the classifications away that are found by `where`, past every rule that keeps them."""
    found = Classification.objects.filter(**where)
    Result.objects.filter(classification__in=list(found))._raw_delete("default")
    Classification.objects.filter(pk__in=[one.pk for one in found])._raw_delete("default")


def forget_seasons(**where) -> None:
    """Takes whole seasons away, with their results."""
    seasons = Season.objects.filter(**where)
    forget_results(session__event__season__in=seasons)
    seasons.delete()

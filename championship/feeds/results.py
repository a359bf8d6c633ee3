"""The Atom feed of changed results: what a session's page says of each classification, the latest first."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from championship.formats import ordinal, points_phrase
from championship.models import Classification
from championship.season.parts import SessionView
from championship.season.view import SeasonView
from championship.why.counting import counted_text
from championship.why.history import PlaceChange, Version, read_histories
from web.addresses.paths import address

PODIUM = 3


def changed_results_feed(season: SeasonView) -> bytes:
    """Every classification of the season as an Atom feed. One query."""
    host = urlsplit(settings.SITE_URL).hostname
    page = settings.SITE_URL + address("results", season.year)
    feed = Atom1Feed(
        title=_("Door to Door: changed results of %(series)s %(year)s")
        % {"series": season.short_name, "year": season.year},
        subtitle=_("Every classification as it is published, with what it changed and why."),
        link=page,
        feed_url=settings.SITE_URL + address("results_feed", season.year),
        feed_guid=page,
        description=None,
        language=get_language(),
        author_name="Door to Door",
        author_link=settings.SITE_URL + "/",
    )
    for session, version in _latest_first(season):
        status = Classification.Status(version.status)
        feed.add_item(
            title=_("%(event)s, %(session)s: classification %(number)s, %(status)s")
            % {
                "event": session.event.name,
                "session": session.name,
                "number": version.number,
                "status": status.label,
            },
            link=settings.SITE_URL + session.get_absolute_url(),
            # Made of codes, like an entry's in the calendar: it stays when a name or an address changes.
            unique_id=f"tag:{host},{season.year}:{session.event.code}/{session.code}/{version.number}".lower(),
            description=_content(version, counted_text(version, session.scale)),
            pubdate=_known_at(version),
            updateddate=_known_at(version),
            categories=[status.value],
        )
    return feed.writeString("utf-8").encode()


def _latest_first(season: SeasonView) -> list[tuple[SessionView, Version]]:
    histories = read_histories(season, season.sessions)
    versions = [(session, version) for session in season.sessions for version in histories.get(session.id, ())]
    return sorted(versions, key=_order, reverse=True)


def _order(published: tuple[SessionView, Version]) -> tuple[datetime, int, int]:
    # Running order tells apart what came to the site at one moment.
    session, version = published
    return _known_at(version), session.index, version.number


def _known_at(version: Version) -> datetime:
    """When readers could know of it: where the time of publication is not on record, when the site recorded it."""
    return (version.published_at or version.recorded_at).astimezone(UTC)


def _content(version: Version, counted: str) -> SafeString:
    """Why, by what it counts if not as planned, what it moved, and who leads it, as HTML."""
    status = Classification.Status(version.status).label
    parts = [format_html("<p>{}.</p>", capfirst(str(status)))]
    if version.reason:
        parts.append(format_html("<p>{}.</p>", version.why))
    if counted:
        parts.append(format_html("<p>{}.</p>", counted))
    if version.place_changes:
        changes = format_html_join("", "<li>{}</li>", ((_change_text(change),) for change in version.place_changes))
        parts.append(format_html("<ul>{}</ul>", changes))
    elif version.number > 1:
        parts.append(format_html("<p>{}</p>", _("No place changed.")))
    first = [line for line in version.lines if line.position is not None and line.position <= PODIUM]
    if first:
        lines = format_html_join("", '<li value="{}">{}</li>', ((line.place, line.driver.name) for line in first))
        parts.append(format_html("<ol>{}</ol>", lines))
    return format_html_join("", "{}", ((part,) for part in parts))


def _change_text(change: PlaceChange) -> str:
    """ "Azcona from 3rd to 6th, loses 6 points"."""
    words = {
        "name": change.name,
        "before": _place(change.before),
        "after": _place(change.after),
        "points": points_phrase(abs(change.points)),
    }
    if change.points > 0:
        return _("%(name)s from %(before)s to %(after)s, gains %(points)s") % words
    if change.points < 0:
        return _("%(name)s from %(before)s to %(after)s, loses %(points)s") % words
    return _("%(name)s from %(before)s to %(after)s") % words


def _place(text: str) -> str:
    return ordinal(int(text)) if text.isdigit() else text

"""What a page is about, for machines that read pages: schema.org in JSON-LD.

Pure: from the records that the page shows, so that the spoiler guard holds here as it does in the text. What is not
known is left out.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from championship.formats import country_name
from championship.models import CalendarChange, Event, Session
from championship.season.parts import CircuitView, DriverView, EntryView, EventView, SessionView, TeamView
from championship.season.view import SeasonView
from drivers.people import DriverProfile
from pictures.shown import Shown
from web.addresses.paths import address

# What could end the element, or begin another one.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
SITE = "Door to Door"


def script(data: dict[str, Any]) -> SafeString:
    """The element. It is data, so the policy that forbids inline scripts does not ask about it."""
    text = json.dumps({"@context": "https://schema.org", **_known(data)}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>')


def whole(path: str) -> str:
    """A path as an address that works everywhere."""
    return settings.SITE_URL + path


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The way to a page: names and paths from the home page on, the page itself last."""
    items = [
        {"@type": "ListItem", "position": number, "name": str(name), "item": whole(path)}
        for number, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def website() -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "name": SITE,
        "url": whole(address("home")),
        "inLanguage": get_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": whole(address("search")) + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }


def event(season: SeasonView, event: EventView) -> dict[str, Any]:
    """A race weekend with its sessions and who is entered."""
    moved = [change for change in event.changes if change.what == CalendarChange.What.DATES]
    state = event.status if event.status != Event.Status.SCHEDULED or not moved else "moved"
    return _event_head(season, event) | {
        "eventStatus": _status(state),
        "previousStartDate": moved[-1].before.rpartition(" ")[2].partition("/")[0] if state == "moved" else None,
        "image": whole(address("event_share", season.year, event.slug)),
        "superEvent": {
            "@type": "EventSeries",
            "name": f"{season.name} {season.year}",
            "url": whole(address("season", season.year)),
        },
        "competitor": [_person(entry.driver) for entry in season.entries if event.id in entry.numbers],
        "subEvent": [_session(session) for session in event.sessions if session.kind != "practice"],
    }


def session(season: SeasonView, session: SessionView) -> dict[str, Any]:
    """A qualifying or a race, and the weekend that it belongs to."""
    classification = season.classification(session)
    lines = classification.lines if classification else ()
    return _session(session) | {
        "image": whole(address("event_share", season.year, session.event.slug)),
        "superEvent": _event_head(season, session.event),
        "competitor": [_person(line.driver) for line in lines],
    }


def driver(profile: DriverProfile, entry: EntryView | None) -> dict[str, Any]:
    driver = profile.driver
    return _person(driver) | {
        "givenName": driver.given_name,
        "familyName": driver.family_name,
        "nationality": _country(driver.country),
        "birthDate": profile.born and profile.born.isoformat(),
        "birthPlace": profile.birthplace and {"@type": "Place", "name": profile.birthplace},
        "image": _image(profile.portrait, "square") or whole(address("driver_share", driver.slug)),
        "memberOf": entry and entry.team and _team(entry.team),
        "sibling": profile.sibling and _person(profile.sibling),
    }


def team(team: TeamView, drivers: Iterable[DriverView], picture: Shown | None) -> dict[str, Any]:
    return _team(team) | {
        "sport": "Touring car racing",
        "location": _country(team.country),
        "image": _image(picture, "wide"),
        "athlete": [_person(driver) for driver in drivers],
    }


def circuit(circuit: CircuitView) -> dict[str, Any]:
    return _place(circuit) | {"@type": "SportsActivityLocation"}


def article(
    path: str, title: str, description: str, published: datetime, updated: datetime, image: str, people: Iterable[Any]
) -> dict[str, Any]:
    """A story that is out. people: name and path of those it names."""
    publisher = {"@type": "Organization", "name": SITE, "url": whole(address("home"))}
    return {
        "@type": "NewsArticle",
        "headline": title,
        "description": description,
        "url": whole(path),
        "mainEntityOfPage": whole(path),
        "image": whole(image),
        "datePublished": published.isoformat(),
        # A story that waited for its moment was new to readers then.
        "dateModified": max(published, updated).isoformat(),
        "inLanguage": get_language(),
        "isAccessibleForFree": True,
        "author": publisher,
        "publisher": publisher,
        "mentions": [{"@type": "Person", "name": person.name, "url": whole(person.address)} for person in people],
    }


def _event_head(season: SeasonView, event: EventView) -> dict[str, Any]:
    return {
        "@type": "SportsEvent",
        "name": f"{event.name} {season.year}",
        "url": whole(event.get_absolute_url()),
        "sport": "Touring car racing",
        "startDate": event.starts_on.isoformat(),
        "endDate": event.ends_on.isoformat(),
        "location": _place(event.circuit),
    }


def _session(session: SessionView) -> dict[str, Any]:
    start = session.local_start or session.date
    return {
        "@type": "SportsEvent",
        "name": f"{session.event.name} {session.event.year}, {session.name}",
        "url": whole(session.get_absolute_url()),
        "startDate": start and start.isoformat(),
        "eventStatus": _status(session.state),
        "location": _place(session.event.circuit),
    }


def _status(state: str) -> str:
    """Of an event or a session; what has been held went as scheduled."""
    name = {
        Event.Status.CANCELLED: "EventCancelled",
        Session.State.CANCELLED: "EventCancelled",
        Event.Status.POSTPONED: "EventPostponed",
        Session.State.POSTPONED: "EventPostponed",
        "moved": "EventRescheduled",
    }.get(state, "EventScheduled")
    return f"https://schema.org/{name}"


def _place(circuit: CircuitView) -> dict[str, Any]:
    locality = {"addressLocality": circuit.locality, "addressCountry": circuit.country}
    return {
        "@type": "Place",
        "name": circuit.name,
        "url": whole(circuit.get_absolute_url()),
        "address": {"@type": "PostalAddress", **locality} if circuit.locality or circuit.country else None,
    }


def _person(driver: DriverView) -> dict[str, Any]:
    return {"@type": "Person", "name": driver.name, "url": whole(driver.get_absolute_url())}


def _team(team: TeamView) -> dict[str, Any]:
    return {"@type": "SportsTeam", "name": team.name, "url": whole(team.get_absolute_url())}


def _country(code: str) -> dict[str, Any] | None:
    return {"@type": "Country", "name": country_name(code)} if code else None


def _image(picture: Shown | None, shape: str) -> str | None:
    """The largest rendition that every machine reads; None until it is made."""
    if picture is None:
        return None
    widths = picture.square if shape == "square" else picture.wide
    return whole(picture.address(shape, max(widths), "jpg")) if widths else None


def _known(value: Any) -> Any:
    """Without what is unknown: no empty text, list or null."""
    if isinstance(value, dict):
        return {name: _known(item) for name, item in value.items() if item not in (None, "", [], ())}
    if isinstance(value, list):
        return [_known(item) for item in value]
    return value

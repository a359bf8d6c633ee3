"""The JSON-LD of a page, from what the page has."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from web.addresses.paths import address
from wtcr_site.data import linked_data

register = template.Library()


@register.simple_tag
def about_the_site() -> SafeString:
    return linked_data.script(linked_data.website())


@register.simple_tag
def breadcrumbs(*steps: str) -> SafeString:
    """Names and paths in turn, from the first page below home to the page itself."""
    pairs = [(_("Home"), address("home")), *zip(steps[::2], steps[1::2], strict=True)]
    return linked_data.script(linked_data.breadcrumbs(pairs))


@register.simple_tag
def about_event(season: Any, event: Any) -> SafeString:
    return linked_data.script(linked_data.event(season, event))


@register.simple_tag
def about_session(season: Any, session: Any) -> SafeString:
    return linked_data.script(linked_data.session(season, session))


@register.simple_tag
def about_driver(profile: Any, entry: Any) -> SafeString:
    return linked_data.script(linked_data.driver(profile, entry or None))


@register.simple_tag
def about_team(profile: Any, seats: Any) -> SafeString:
    return linked_data.script(linked_data.team(profile.team, [seat.driver for seat in seats or ()], profile.picture))


@register.simple_tag
def about_circuit(circuit: Any) -> SafeString:
    return linked_data.script(linked_data.circuit(circuit))


@register.simple_tag
def about_story(path: str, story: Any, image: str, people: Any) -> SafeString:
    facts = (story["title"], story["standfirst"], story["publish_at"], story["updated_at"])
    return linked_data.script(linked_data.article(path, *facts, image, people))

"""What stands at the head of a title's pages: its heading, and the sentences that say after what a table stands."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from championship.formats import number_word, points_phrase
from championship.models import Classification
from championship.scoring import Standings
from championship.season.parts import SessionView, TitleView
from championship.season.view import SeasonView


def heading(title: TitleView) -> str:
    return {
        "drivers": pgettext("heading", "Drivers’ standings"),
        "teams": pgettext("heading", "Teams’ standings"),
    }.get(title.slug) or _("%(title)s standings") % {"title": title.short_name}


def standings_heading(season: SeasonView, title: TitleView, before_latest: SessionView | None) -> str:
    """With the year; with the session where the table is an earlier one."""
    text = f"{heading(title)} {season.year}"
    if before_latest is None:
        return text
    words = {"heading": text, "session": before_latest.name, "place": before_latest.event.where}
    return _("%(heading)s, after %(session)s in %(place)s") % words


def standings_description(season: SeasonView, title: TitleView, after: SessionView | None) -> str:
    """A table in a sentence: who leads it, or won the title, where it draws an order."""
    words: dict[str, object] = {"title": title.name, "year": season.year}
    if title.is_without_figures:
        return f"{title.name} {season.year}. {without_figures(season, title)}"
    standings = season.standings[title.slug]
    table = standings.tables[after.index] if after else None
    if after is None or table is None or not table.rows:
        return f"{title.name} {season.year}"
    is_latest = after is season.last_counted(title, season.latest)
    words |= {"session": after.name, "place": after.event.where}
    if not standings.is_conclusive(after.index) or not table.most_points or table.rows[0].shared:
        if is_latest:
            return _("%(title)s %(year)s: every entrant's points, session by session.") % words
        return _("%(title)s %(year)s after %(session)s in %(place)s: every entrant's points.") % words
    words |= {
        "name": season.competitor(title, table.rows[0].competitor).name,
        "points": points_phrase(table.most_points),
    }
    fight = season.fights[title.slug]
    if is_latest and season.is_over and fight.champion(after.index):
        if not fight.is_official(after.index):
            return _("%(title)s %(year)s: %(name)s provisionally won it with %(points)s.") % words
        return _("%(title)s %(year)s: %(name)s won it with %(points)s. The table after every session, and why.") % words
    return _("%(title)s %(year)s after %(session)s in %(place)s: %(name)s leads with %(points)s.") % words


def standings_lead(season: SeasonView, title: TitleView, after: SessionView | None) -> str:
    """After which session a table stands and how sure it is; where the title was decided, once that is past."""
    if title.is_without_figures:
        return without_figures(season, title)
    if after is None:
        return nothing_counted(season)
    standings = season.standings[title.slug]
    if not standings.awarded:
        points = _("Points after %(session)s in %(place)s.") % {"session": after.name, "place": after.event.where}
        return f"{not_awarded(title, standings)} {points}"
    if standings.on_record_so_far(after.index):
        return so_far_after(after)
    return " ".join(filter(None, (stands_after(season, after), _decided(season, title, after))))


def standings_caption(title: TitleView, after: SessionView) -> str:
    words = {"heading": heading(title), "session": after.name, "place": after.event.where}
    return _("%(heading)s after %(session)s in %(place)s") % words


def picture_words(season: SeasonView, title: TitleView) -> str:
    """What the share picture of a title shows."""
    return _("%(title)s %(year)s: the top of the table") % {"title": title.name, "year": season.year}


def without_figures(season: SeasonView, title: TitleView) -> str:
    """Who won a title whose scale is not known, and why there is no more of it."""
    unknown = _("By what scale its points were given is not on record, so it stands here without figures.")
    if not title.winner:
        return unknown
    return " ".join([_("Won by %(name)s.") % {"name": season.competitor(title, title.winner).name}, unknown])


def nothing_counted(season: SeasonView) -> str:
    """Why a title has no table."""
    if season.latest:
        return _("No session that counts in this title has been classified yet.")
    return _("No session of %(year)s has been classified yet.") % {"year": season.year}


def not_awarded(title: TitleView, standings: Standings) -> str:
    entrants = len(standings.entrants)
    return ngettext(
        "Not awarded: one entrant of the %(needed)s it needs.",
        "Not awarded: %(entrants)s entrants of the %(needed)s it needs.",
        entrants,
    ) % {"entrants": entrants, "needed": number_word(title.minimum_entrants or 0)}


def so_far_after(after: SessionView) -> str:
    words = {"session": after.name, "place": after.event.where}
    return _("After %(session)s in %(place)s, on record so far.") % words


def stands_after(season: SeasonView, after: SessionView) -> str:
    words = {"session": after.name, "place": after.event.where, "status": status_words(season, after)}
    return _("After %(session)s in %(place)s, %(status)s.") % words


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


def _decided(season: SeasonView, title: TitleView, after: SessionView) -> str:
    """Where the title was decided, and with how many points left; if official classifications decide it."""
    fight = season.fights[title.slug]
    index = fight.decided_after
    if index is None or index > after.index:
        return ""
    session, left = season.sessions[index], fight.chances(index).points_left
    words = {"session": session.name, "place": session.event.where, "left": points_phrase(left)}
    if not fight.is_official(after.index):
        return _("Provisionally decided in %(session)s in %(place)s.") % words
    if session.event.slug == after.event.slug:
        text = _("Decided in %(session)s, with %(left)s left.") if left else _("Decided in %(session)s.")
    elif left:
        text = _("Decided in %(session)s in %(place)s, with %(left)s left.")
    else:
        text = _("Decided in %(session)s in %(place)s.")
    return text % words


def eligibility(title: TitleView) -> str:
    """Who a title is for, where it is not for all; with the other names it goes by."""
    if not title.eligible:
        return ""
    if not title.other_names:
        return f"{title.name}. {title.eligible}."
    return f"{title.name} ({_('also called')} {title.other_names}). {title.eligible}."

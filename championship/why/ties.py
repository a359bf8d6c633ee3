"""Why one of two level on points is ahead, in a sentence."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from championship.formats import number_word, ordinal, points_phrase
from championship.scoring import TableRow, TieBreak, TitleTable
from championship.season.parts import TitleView
from championship.season.view import SeasonView


def tie_sentences(season: SeasonView, title: TitleView, table: TitleTable) -> Iterator[tuple[str, str]]:
    """For each competitor level on points with the next: why it is ahead, in one sentence."""
    for ahead, behind, tie_break in table.ties():
        yield ahead.competitor, tie_sentence(season, title, ahead, behind, tie_break)


def tie_sentence(
    season: SeasonView, title: TitleView, ahead: TableRow, behind: TableRow, tie_break: TieBreak | None
) -> str:
    """Why `ahead` is ahead of `behind` on the same points; without a tie-break, that they share the place."""
    names = {
        "ahead": season.called(title, ahead.competitor),
        "behind": season.called(title, behind.competitor),
    }
    points = points_phrase(ahead.points)
    if tie_break is None:
        return _("%(ahead)s and %(behind)s share %(place)s: level on %(points)s and on every place counted.") % {
            **names,
            "place": ordinal(ahead.position),
            "points": points,
        }
    return _("Level on %(points)s: %(ahead)s is ahead of %(behind)s with %(reason)s.") % {
        **names,
        "points": points,
        "reason": countback_reason(tie_break),
    }


def countback_reason(tie_break: TieBreak) -> str:
    """ "four wins to two", "one second place to none"."""
    return _("%(taken)s to %(other)s") % {
        "taken": times_taken(tie_break.place, tie_break.ahead),
        "other": number_word(tie_break.behind) if tie_break.behind else pgettext("count", "none"),
    }


def times_taken(place: int, times: int) -> str:
    """ "four wins", "one second place", "two 4th places"."""
    if place == 1:
        text = ngettext("%(count)s win", "%(count)s wins", times)
    elif place == 2:
        text = ngettext("%(count)s second place", "%(count)s second places", times)
    elif place == 3:
        text = ngettext("%(count)s third place", "%(count)s third places", times)
    else:
        text = ngettext("%(count)s %(place)s place", "%(count)s %(place)s places", times)
    return text % {"count": number_word(times), "place": ordinal(place)}

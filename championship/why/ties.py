"""Why one of two level on points is ahead, in a sentence."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from championship.formats import number_word, ordinal, ordinal_word, points_phrase
from championship.scoring import Lead, Row, Table
from championship.season.parts import TitleView
from championship.season.view import SeasonView


def tie_sentences(season: SeasonView, title: TitleView, table: Table) -> Iterator[tuple[str, str]]:
    """For each competitor level on points with the next: why it is ahead, in one sentence."""
    for ahead, behind, lead in table.ties():
        yield ahead.competitor, tie_sentence(season, title, ahead, behind, lead)


def tie_sentence(season: SeasonView, title: TitleView, ahead: Row, behind: Row, lead: Lead | None) -> str:
    """Why `ahead` is ahead of `behind` on the same points; without a lead, that they share the place."""
    names = {
        "ahead": season.called(title, ahead.competitor),
        "behind": season.called(title, behind.competitor),
    }
    points = points_phrase(ahead.points)
    if lead is None:
        return _("%(ahead)s and %(behind)s share %(place)s: level on %(points)s and on every place counted.") % {
            **names,
            "place": ordinal(ahead.position),
            "points": points,
        }
    return _("Level on %(points)s: %(ahead)s is ahead of %(behind)s with %(reason)s.") % {
        **names,
        "points": points,
        "reason": countback_reason(lead),
    }


def countback_reason(lead: Lead) -> str:
    """ "four wins to two", "one second place to none"."""
    counts = {
        "count": number_word(lead.ahead),
        "other": number_word(lead.behind) if lead.behind else pgettext("count", "none"),
    }
    if lead.place == 1:
        return ngettext("%(count)s win to %(other)s", "%(count)s wins to %(other)s", lead.ahead) % counts
    return ngettext("%(count)s %(best)s place to %(other)s", "%(count)s %(best)s places to %(other)s", lead.ahead) % {
        **counts,
        "best": ordinal_word(lead.place),
    }

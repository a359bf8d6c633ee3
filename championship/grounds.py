"""What a place rests on: how it is known, and where it is written."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import F
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from championship.formats import said
from championship.history import Source, sources
from championship.models import Result
from championship.records import SessionRecord


class Ground(NamedTuple):
    """What a line of a current classification rests on. `basis` is one of Result.Basis, blank where it is not kept."""

    basis: str
    sources: list[Source]
    note: str

    @property
    def sentence(self) -> SafeString:
        """ "Rests on two sources.", "Worked out from the published tables."; empty where nothing is kept."""
        texts = ((said(one.text, begins=True),) for one in self.sources if not one.address)
        remarks = format_html_join(" ", "{}.", texts)
        told = {
            Result.Basis.TWO_SOURCES: _("Rests on two sources."),
            Result.Basis.ONE_SOURCE: _("Rests on one source."),
            # How it was worked out stands where a source would.
            Result.Basis.DERIVED: "" if remarks else _("Worked out."),
            Result.Basis.NOT_ON_RECORD: _("Not on record."),
        }.get(self.basis, "")
        return format_html_join(" ", "{}", ((part,) for part in (told, remarks) if part))

    @property
    def links(self) -> list[Source]:
        return [one for one in self.sources if one.address]


def read_grounds(
    sessions: Collection[SessionRecord], drivers: Collection[str] | None = None
) -> dict[tuple[int, str], Ground]:
    """The grounds of current places by session id and driver: of all drivers, or of some. One query."""
    rows = Result.objects.current().filter(classification__session__in=[session.id for session in sessions])
    if drivers is not None:
        rows = rows.filter(event_entry__driver__slug__in=drivers)
    found = rows.annotate(session=F("classification__session_id"), driver=F("event_entry__driver__slug")).values_list(
        "session", "driver", "basis", "source", "note"
    )
    return {(session, driver): Ground(basis, sources([source]), note) for session, driver, basis, source, note in found}

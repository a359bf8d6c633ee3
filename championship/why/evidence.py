"""What a place rests on: how it is known, and where it is written."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import F
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from championship.models import Result
from championship.season.parts import SessionView
from championship.why.history import Source, sources
from web.catalogue import said


class Ground(NamedTuple):
    """What a line of a current classification rests on. `basis` is one of Result.Basis, blank where it is not kept."""

    basis: str
    sources: list[Source]
    note: str

    @property
    def sentence(self) -> SafeString:
        """ "Rests on two sources.", "Worked out from the published tables."; empty where nothing is kept.

        The basis is the record's own word, which may know of more sources than are kept, or of several that one of them
        alone gives the place.
        """
        texts = ((said(one.text, begins=True),) for one in self.sources if not one.is_source)
        remarks = format_html_join(" ", "{}.", texts)
        told = {
            Result.Basis.TWO_SOURCES: self._two_sources,
            Result.Basis.ONE_SOURCE: self._one_source,
            # How it was worked out stands where a source would.
            Result.Basis.DERIVED: "" if remarks else _("Worked out."),
            Result.Basis.DOUBTFUL: _("Doubtful."),
            Result.Basis.NOT_ON_RECORD: _("Not on record."),
        }.get(self.basis, "")
        return format_html_join(" ", "{}", ((part,) for part in (told, remarks) if part))

    @property
    def written(self) -> list[str] | None:
        """As a file has it: each source, and how the place was come by."""
        return [one.written for one in self.sources] or None

    @property
    def kept(self) -> list[Source]:
        """The sources themselves, whether or not a link may lead there."""
        return [one for one in self.sources if one.is_source]

    @property
    def _two_sources(self) -> str:
        match len(self.kept):
            case 0:
                return _("Given by two sources; neither is kept here.")
            case 1:
                return _("Given by two sources; one is kept here.")
            case 2:
                return _("Rests on two sources.")
            case _:
                return _("Rests on two sources or more.")

    @property
    def _one_source(self) -> str:
        match len(self.kept):
            case 0:
                return _("Given by one source, which is not kept here.")
            case 1:
                return _("Rests on one source.")
            case _:
                return _("Given by one of these sources.")


def read_grounds(
    sessions: Collection[SessionView], drivers: Collection[str] | None = None
) -> dict[tuple[int, str], Ground]:
    """The grounds of current places by session id and driver: of all drivers, or of some. One query."""
    rows = Result.objects.current().filter(classification__session__in=[session.id for session in sessions])
    if drivers is not None:
        rows = rows.filter(event_entry__driver__slug__in=drivers)
    found = rows.annotate(session=F("classification__session_id"), driver=F("event_entry__driver__slug")).values_list(
        "session", "driver", "basis", "source", "note"
    )
    return {(session, driver): Ground(basis, sources([source]), note) for session, driver, basis, source, note in found}

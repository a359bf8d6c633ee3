"""What a place rests on: how it is known, and where it is written."""

from collections.abc import Collection
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from championship.models import Result
from championship.season.parts import SessionView
from championship.why.history import Source, sources
from web.catalogue import said


class Evidence(NamedTuple):
    """What a line of a current classification rests on. `basis` is one of Result.Basis, blank where none is on
    record."""

    basis: str
    sources: list[Source]
    note: str

    @property
    def sentence(self) -> SafeString:
        """ "Rests on two sources.", "Worked out from the published tables."

        The basis is the editors' own word, who may know of more sources than are cited, or of several that one of them
        alone gives the place.
        """
        texts = ((said(source.text, begins=True),) for source in self.sources if not source.is_source)
        remarks = format_html_join(" ", "{}.", texts)
        parts = [part for part in (self._known_how(bool(remarks)), remarks) if part]
        return format_html_join(" ", "{}", ((part,) for part in parts or [_("What it rests on is not kept.")]))

    @property
    def written(self) -> list[str] | None:
        """As a file has it: each source, and how the place was come by."""
        return [source.written for source in self.sources] or None

    @property
    def citations(self) -> list[Source]:
        """The sources that say where the place is written, whether or not a link may lead there."""
        return [source for source in self.sources if source.is_source]

    @property
    def cited(self) -> list[tuple[Source, SafeString]]:
        """Each of the citations with what follows its name at once: the remark on it, and the sign before what comes
        next."""
        signs = [","] * (len(self.citations) - 1) + ["." if self.note else ""]
        return [
            (source, format_html(" {}{}" if source.remark else "{}{}", said(source.remark), sign))
            for source, sign in zip(self.citations, signs, strict=False)
        ]

    def _known_how(self, has_remarks: bool) -> str:
        match self.basis:
            case Result.Basis.TWO_SOURCES:
                return self._two_sources
            case Result.Basis.ONE_SOURCE:
                return self._one_source
            case Result.Basis.DERIVED:
                # How it was worked out stands where a source would.
                return "" if has_remarks else _("Worked out.")
            case Result.Basis.DOUBTFUL:
                return _("Doubtful.")
            case Result.Basis.NOT_ON_RECORD:
                return _("Not on record.")
        return ""

    @property
    def _two_sources(self) -> str:
        match len(self.citations):
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
        match len(self.citations):
            case 0:
                return _("Given by one source, which is not kept here.")
            case 1:
                return _("Rests on one source.")
            case _:
                return _("Given by one of these sources.")


def read_evidence(
    sessions: Collection[SessionView], drivers: Collection[str] | None = None
) -> dict[tuple[int, str], Evidence]:
    """The evidence of current places by session id and driver: of all drivers, or of some. One query."""
    results = Result.objects.current().filter(classification__session__in=[session.id for session in sessions])
    if drivers is not None:
        results = results.filter(event_entry__driver__slug__in=drivers)
    rows = results.values_list("classification__session_id", "event_entry__driver__slug", "basis", "source", "note")
    return {
        (session, driver): Evidence(basis, sources([source]), note) for session, driver, basis, source, note in rows
    }

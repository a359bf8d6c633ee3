"""Moving a session or an event, or calling it off: times by the circuit's clock, and the question that it asks.

A correction mends what was wrong here. A change was announced: it becomes a CalendarChange, which readers see.
"""

from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, AdminTimeWidget
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import FieldOpts, StrOrPromise

from championship.admin.crowning import Asked, Crowning, crowned
from championship.models import CalendarChange, Event, Session

CORRECTION, CHANGE = "correction", "change"
# A session's states have the same names.
OFF = (Event.Status.CANCELLED, Event.Status.POSTPONED)
QUESTION: tuple[StrOrPromise, FieldOpts] = (
    _("Has it moved?"),
    {
        "fields": ("move", "move_reason", "move_announced_on", "move_source", "crowning"),
        "description": _(
            "Answer when a date, a time or the circuit is another one now, or an event or a session is off or on again."
        ),
    },
)


class Move(NamedTuple):
    """What a CalendarChange would say of it."""

    what: str
    before: str
    after: str


class MoveAnswer(forms.Form):
    """Whether what moved is a correction or a change, and why; and whom it makes champion, where it does."""

    move = forms.ChoiceField(
        label=_("It is"),
        required=False,
        widget=forms.RadioSelect,
        choices=(
            (CORRECTION, _("a correction: it was wrong here, and readers are told nothing")),
            (CHANGE, _("a change: it was moved, and readers see from what to what, and why")),
        ),
    )
    move_reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=CalendarChange._meta.get_field("reason").max_length,
        widget=AdminTextInputWidget,
        help_text=_("For a change: readers see it, such as Fog on the track."),
    )
    move_announced_on = forms.DateField(
        label=_("Announced on"),
        required=False,
        # A phone has a calendar of its own for it.
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty means today."),
    )
    move_source = forms.CharField(
        label=_("Source"), required=False, widget=AdminTextareaWidget({"rows": 2}), help_text=_("Where it is written.")
    )
    crowning = Crowning()

    def missing(self, asked: Asked = ()) -> dict[str, str]:
        """What is still to be answered once something has moved, by field. asked: whom it makes champion."""
        field = self.fields["crowning"]
        assert isinstance(field, Crowning)
        sentence = field.missing(self.cleaned_data.get("crowning", ()), asked)
        return self._missing_answer() | ({"crowning": sentence} if sentence else {})

    def _missing_answer(self) -> dict[str, str]:
        if not self.cleaned_data.get("move"):
            return {"move": gettext("Is it a correction, or a change? Choose one; nothing is saved before.")}
        if self.cleaned_data["move"] == CHANGE and not self.cleaned_data.get("move_reason"):
            return {"move_reason": gettext("Write why it moved: readers see it.")}
        return {}

    def is_complete(self, asked: Asked) -> bool:
        """Says beside the fields what is still to be answered."""
        for field, sentence in (self.missing(asked) if self.is_valid() else {}).items():
            self.add_error(field, sentence)
        return not self.errors

    @property
    def says_when_or_where(self) -> bool:
        """Whether anything is typed of the day on which it was announced, or of where it is written."""
        day, source = self["move_announced_on"], self["move_source"]
        return bool(day.errors or day.value() or source.value())

    @property
    def in_words(self) -> str:
        """For a log: "A change: Fog." """
        said = gettext("A change") if self.cleaned_data["move"] == CHANGE else gettext("A correction")
        reason = self.cleaned_data["move_reason"]
        return gettext("%(said)s: %(reason)s") % {"said": said, "reason": reason} if reason else said

    def announce(self, event: Event, moves: list[Move], session: Session | None = None) -> None:
        """Writes what was announced; a correction writes nothing."""
        if self.cleaned_data["move"] != CHANGE:
            return
        last = CalendarChange.objects.filter(event__season=event.season_id).aggregate(last=Max("order"))["last"] or 0
        for order, move in enumerate(moves, start=last + 1):
            CalendarChange.objects.create(
                event=event,
                session=session,
                announced_on=self.cleaned_data["move_announced_on"] or timezone.localdate(),
                reason=self.cleaned_data["move_reason"],
                source=self.cleaned_data["move_source"],
                order=order,
                **move._asdict(),
            )


class EventForm(MoveAnswer, forms.ModelForm[Event]):
    """`moves` is what its days, its circuit and its state have done."""

    moves: list[Move] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is not None and {"starts_on", "ends_on", "circuit", "status"} <= cleaned.keys():
            self.moves = _moves_of_event(self.instance, cleaned)
        asked = self._crowned(cleaned) if self.instance.pk is not None else ()
        missing = self.missing(asked)
        for field, sentence in missing.items():
            if self.moves or field == "crowning":
                self.add_error(field, sentence)
        return cleaned

    def _crowned(self, cleaned: dict[str, Any]) -> Asked:
        """Whom it makes champion that the event is called off, or those of its sessions whose rows say so."""
        off = set()
        states = dict(Session.objects.filter(event=self.instance.pk).values_list("pk", "state"))
        for number in range(len(states)):
            pk, state = (self.data.get(f"sessions-{number}-{name}", "") for name in ("id", "state"))
            before = states.get(int(pk)) if pk.isascii() and pk.isdigit() else None
            if before and is_called_off(before, state):
                off.add(int(pk))
        is_off = is_called_off(self.initial.get("status", ""), cleaned.get("status", ""))
        return crowned(self.instance.season.year, off, {self.instance.pk} if is_off else ()) if off or is_off else ()


def is_off_or_on(before: str, after: str) -> bool:
    """Whether an event or a session is called off with its new state, or is not any more."""
    return before != after and (before in OFF or after in OFF)


def off_sentence(state: str) -> str:
    """Why a session that is off has no result: publishing would set it finished, and readers be told nothing of it."""
    return gettext("The session is %(state)s. Schedule it again first: the button stands above.") % {
        "state": Session.State(state).label
    }


def is_called_off(before: str, after: str) -> bool:
    """Whether the new state of an event or a session leaves nothing of it to come."""
    return before != after == Event.Status.CANCELLED


def _moves_of_event(before: Event, after: dict[str, Any]) -> list[Move]:
    what = CalendarChange.What
    moves = []
    days = f"{after['starts_on']}/{after['ends_on']}"
    days_before = f"{before.starts_on}/{before.ends_on}"
    status_moved = is_off_or_on(before.status, after["status"])
    if status_moved:
        # A new date and the state that it brings are one announcement.
        with_days = days != days_before and after["status"] != Event.Status.CANCELLED
        moves.append(Move(what.STATUS, before.status, f"{after['status']} {days}" if with_days else after["status"]))
    if days != days_before and not (status_moved and after["status"] != Event.Status.CANCELLED):
        moves.append(Move(what.DATES, days_before, days))
    if before.circuit != after["circuit"]:
        moves.append(Move(what.CIRCUIT, before.circuit.slug, after["circuit"].slug))
    return moves


class SessionTimesForm(forms.ModelForm[Session]):
    """A session whose start is typed as the circuit's clock shows it, and kept in UTC. `moves` is what that and its
    state have done.

    `event` is the one that the session's row stands under, with the circuit that is being saved.
    """

    local_time = forms.TimeField(
        label=_("Start at the circuit"),
        required=False,
        widget=AdminTimeWidget,
        help_text=_("By the circuit's own clock. Empty when it is not on record."),
    )
    moves: list[Move] = []

    def __init__(self, *args: Any, event: Event | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        if self.instance.pk is not None:
            self.initial["local_time"] = _clock(self.instance, (event or self.instance.event).circuit.timezone)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        event = self.event or cleaned.get("event")
        if event is None or not {"date", "local_time"} <= cleaned.keys():
            return cleaned
        day, clock = cleaned["date"], cleaned["local_time"]
        if clock is not None and day is None:
            self.add_error("date", gettext("A start needs the day at the circuit, too."))
            return cleaned
        if self.instance.pk is not None and self.has_changed():
            self.moves = _moves_of_session(self.instance, cleaned.get("state", self.instance.state), day, clock)
        start = None if clock is None else self._start(day, clock, event.circuit.timezone)
        if clock is None or start is not None:
            self.instance.starts_at = start
        return cleaned

    def _start(self, day: date, clock: time, zone: str) -> datetime | None:
        """In UTC. None, and an error, where the clocks leave that time out; an hour that comes twice stays which it
        was, or is the first."""
        start = datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
        kept = self.instance.starts_at
        if kept is not None and kept.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(day, clock):
            return kept
        if start.astimezone(ZoneInfo(zone)).time() != clock:
            words = {"time": f"{clock:%H:%M}", "zone": zone}
            self.add_error("local_time", gettext("%(time)s is left out that day: %(zone)s moves its clocks.") % words)
            return None
        return start


class SessionForm(SessionTimesForm, MoveAnswer):
    """A session on its own page, where it asks for itself."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.moves:
            is_off = is_called_off(self.initial["state"], cleaned.get("state", ""))
            asked = crowned(self.instance.event.season.year, {self.instance.pk}) if is_off else ()
            for field, sentence in (self.missing(asked) or _without_a_day(self.moves, cleaned["move"])).items():
                self.add_error(field, sentence)
        return cleaned


class SessionFormSet(forms.BaseInlineFormSet[Session, Event, forms.ModelForm[Session]]):
    """The sessions on their event's page, whose form holds the question."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"event": self.instance}

    def clean(self) -> None:
        super().clean()
        answer = MoveAnswer(self.data)
        answer.is_valid()
        sentences = []
        for form in self.moved:
            for sentence in (answer.missing() or _without_a_day(form.moves, answer.cleaned_data["move"])).values():
                words = {"session": form.instance.name, "sentence": sentence}
                sentences.append(gettext("%(session)s: %(sentence)s") % words)
        if sentences:
            raise forms.ValidationError(sentences)

    @property
    def moved(self) -> list[SessionTimesForm]:
        sessions = (form for form in self.forms if isinstance(form, SessionTimesForm))
        return [form for form in sessions if form.moves and form not in self.deleted_forms]


def _without_a_day(moves: list[Move], answer: str) -> dict[str, str]:
    if answer == CHANGE and not all(move.after for move in moves):
        return {"move": gettext("A change needs the new day; while there is none, set the state to postponed.")}
    return {}


def _moves_of_session(before: Session, state: str, day: date | None, clock: time | None) -> list[Move]:
    """Nothing where what was not on record is filled in. That a session is off says that it has no day, too."""
    moves = [Move(CalendarChange.What.STATE, before.state, state)] if is_off_or_on(before.state, state) else []
    zone = Event.objects.values_list("circuit__timezone", flat=True).get(sessions=before.pk)
    clock_before = _clock(before, zone)
    is_moved = before.date not in (None, day) or clock_before not in (None, clock)
    if is_moved and (day is not None or state not in OFF):
        moves.append(Move(CalendarChange.What.TIME, _moment(before.date, clock_before), _moment(day, clock)))
    return moves


def _clock(session: Session, zone: str) -> time | None:
    return None if session.starts_at is None else session.starts_at.astimezone(ZoneInfo(zone)).time()


def _moment(day: date | None, clock: time | None) -> str:
    if day is None:
        return ""
    return f"{day} {clock:%H:%M}" if clock else str(day)

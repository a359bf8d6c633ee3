"""What waits for an editor, on the admin's first page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_permission_codename
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Model, OuterRef, Subquery
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.admin.moves import OFF
from championship.admin.race_control.desk import did_text, status_label
from championship.admin.race_control.views import RACE_CONTROL
from championship.models import Classification, Event, EventEntry, Result, Session
from championship.models.season import SessionKind
from championship.rules import PLACE_NOT_ON_RECORD
from news.models import Article, may_see_drafts

# How many lines of a kind stand there before the rest is a number.
MOST = 8
STILL_NEAR = timedelta(hours=12)


class DashboardLine(NamedTuple):
    """A line that leads to where it is mended."""

    text: str
    address: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DashboardList:
    heading: str
    items: list[DashboardLine]
    nothing: str

    @property
    def shown(self) -> list[DashboardLine]:
        return self.items[:MOST]

    @property
    def rest(self) -> list[DashboardLine]:
        return self.items[MOST:]


@dataclass(frozen=True, slots=True)
class CurrentSession:
    """The session that is on, or comes next, or was last: one large button."""

    heading: str
    session: str
    when: str
    address: str


def dashboard(user: Any) -> dict[str, Any]:
    """For who may publish results; of all else what `user` may see. A fixed number of queries, whatever there is."""
    now = timezone.now()
    sessions = _sessions()
    groups = [
        DashboardList(_("Waiting to be made official"), list(_waiting(sessions)), _("Every result is official.")),
        DashboardList(_("Results with unknowns"), list(_unknowns(sessions)), _("Every place is on record.")),
        DashboardList(_("Data to look at"), list(_warnings(sessions, now)), _("Nothing stands out.")),
    ]
    if may_see_drafts(user):
        drafts = DashboardList(_("Drafts and scheduled"), list(_stories()), _("No draft, and nothing scheduled."))
        groups.insert(2, drafts)
    return {"now": _now(sessions, now), "groups": groups, "changes": list(_changes(user))}


def _sessions() -> list[dict[str, Any]]:
    """Every session with what its current classification says, in running order."""
    current = Classification.objects.current().filter(session=OuterRef("pk"))
    unknown = (
        Result.objects.current()
        .filter(classification__session=OuterRef("pk"), position=None)
        .filter(status__in=PLACE_NOT_ON_RECORD)
        .order_by()
        .values("classification__session")
        .annotate(count=Count("pk"))
        .values("count")
    )
    rows = (
        Session.objects.order_by("event__starts_on", "event__order", "event__pk", "order", "pk")
        .annotate(current=Subquery(current.values("status")), unknown=Subquery(unknown))
        .values(
            "pk", "name", "kind", "state", "date", "starts_at", "scale", "current", "unknown", "event__name",
            "event__season__year", "event__status", "event__ends_on", "event__circuit__timezone",
        )
    )  # fmt: skip
    return [dict(row) for row in rows]


def _now(sessions: list[dict[str, Any]], now: datetime) -> CurrentSession | None:
    live = [session for session in sessions if session["state"] == Session.State.LIVE]
    if live:
        return _large(_("Now"), live[-1])
    recent = [
        session
        for session in sessions
        if session["state"] == Session.State.FINISHED
        and session["starts_at"]
        and timedelta(0) <= now - session["starts_at"] < STILL_NEAR
        and session["kind"] != SessionKind.PRACTICE
        and session["current"] != Classification.Status.OFFICIAL
    ]
    if recent:
        return _large(_("Just finished"), recent[-1])
    ahead = [
        session
        for session in sessions
        if session["state"] == Session.State.SCHEDULED
        and session["event__status"] not in OFF
        and _day(session) >= _today(session, now)
    ]
    if ahead:
        # The list is in running order, and one without a time stands in its place.
        return _large(_("Next"), ahead[0])
    return _large(_("The last session"), sessions[-1]) if sessions else None


def _large(heading: str, session: dict[str, Any]) -> CurrentSession:
    zone = ZoneInfo(session["event__circuit__timezone"])
    if session["starts_at"]:
        when = formats.date_format(session["starts_at"].astimezone(zone), "j F Y, H:i")
    else:
        when = formats.date_format(_day(session), "j F Y")
    return CurrentSession(heading, _name(session), when, _race_control(session))


def _waiting(sessions: list[dict[str, Any]]) -> Iterable[DashboardLine]:
    for session in reversed(sessions):
        if session["current"] and session["current"] != Classification.Status.OFFICIAL:
            yield DashboardLine(_name(session), _race_control(session), status_label(session["current"]))


def _unknowns(sessions: list[dict[str, Any]]) -> Iterable[DashboardLine]:
    for session in reversed(sessions):
        if session["unknown"]:
            text = ngettext("%(count)d place not on record", "%(count)d places not on record", session["unknown"])
            yield DashboardLine(_name(session), _race_control(session), text % {"count": session["unknown"]})


def _stories() -> Iterable[DashboardLine]:
    rows = Article.objects.not_out().order_by("publish_at", "pk")
    for pk, title, publish_at in rows.values_list("pk", "title", "publish_at"):
        detail = _("draft")
        if publish_at is not None:
            when = formats.date_format(publish_at, "j F Y, H:i")
            detail = _("on %(when)s, UTC") % {"when": when}
        yield DashboardLine(title, reverse("admin:news_article_change", args=[pk]), detail)


def _warnings(sessions: list[dict[str, Any]], now: datetime) -> Iterable[DashboardLine]:
    for session in sessions:
        if session["state"] == Session.State.FINISHED and session["scale"] and not session["current"]:
            yield DashboardLine(_name(session), _race_control(session), _("finished, and without a classification"))
        # The sessions of an event that is off stay as they are: it may be on again.
        is_due = session["state"] == Session.State.SCHEDULED and session["event__status"] not in OFF
        if (is_due or session["state"] == Session.State.LIVE) and _day(session) < _today(session, now):
            yield DashboardLine(_name(session), _race_control(session), _("its day has passed, and it is not finished"))
        if session["state"] == Session.State.LIVE and session["current"] == Classification.Status.OFFICIAL:
            yield DashboardLine(_name(session), _race_control(session), _("live, and its result is official"))
    listed = EventEntry.objects.filter(event=OuterRef("pk"))
    unnumbered = listed.filter(number=None).order_by().values("event").annotate(count=Count("pk")).values("count")
    events = Event.objects.exclude(status__in=OFF).annotate(has_list=Exists(listed), unnumbered=Subquery(unnumbered))
    for pk, name, year, has_list, without in events.values_list("pk", "name", "season__year", "has_list", "unnumbered"):
        address = reverse("admin:championship_evententry_changelist") + f"?event__id__exact={pk}"
        if not has_list:
            yield DashboardLine(f"{name} {year}", address, _("no entry list yet"))
        elif without:
            text = ngettext("%(count)d car without a number", "%(count)d cars without a number", without)
            yield DashboardLine(f"{name} {year}", address, text % {"count": without})


def _changes(user: Any) -> Iterable[DashboardLine]:
    """The last things that anybody did to what `user` may see: an entry names its row, a draft by its headline.

    A result is taken back where it was published.
    """
    # Who is here publishes results, and each session's log stands in its race control.
    seen = [model for model in apps.get_models() if model is Session or _may_see(user, model)]
    types = ContentType.objects.get_for_models(*seen).values()
    entries = LogEntry.objects.filter(content_type__in=[content_type.pk for content_type in types])
    for entry in entries.select_related("user", "content_type").order_by("-action_time", "-pk")[:MOST]:
        address = entry.get_admin_url() or ""
        of_session = entry.content_type is not None and entry.content_type.model_class() is Session
        if of_session and not entry.change_message.startswith("[") and not entry.is_deletion():
            address = f"{reverse(f'admin:{RACE_CONTROL}', args=[entry.object_id])}#classifications"
        when = formats.date_format(entry.action_time, "j F, H:i")
        words = {"who": entry.user.get_username(), "did": did_text(entry), "when": when}
        yield DashboardLine(
            entry.object_repr, "" if entry.is_deletion() else address, _("%(when)s, %(who)s %(did)s") % words
        )


def _may_see(user: Any, model: type[Model]) -> bool:
    app = model._meta.app_label
    return any(user.has_perm(f"{app}.{get_permission_codename(action, model._meta)}") for action in ("view", "change"))


def _day(session: dict[str, Any]) -> Any:
    return session["date"] or session["event__ends_on"]


def _today(session: dict[str, Any], now: datetime) -> Any:
    return now.astimezone(ZoneInfo(session["event__circuit__timezone"])).date()


def _name(session: dict[str, Any]) -> str:
    return f"{session['event__name']} {session['event__season__year']}: {session['name']}"


def _race_control(session: dict[str, Any]) -> str:
    return reverse(f"admin:{RACE_CONTROL}", args=[session["pk"]])

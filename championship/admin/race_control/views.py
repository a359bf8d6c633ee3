"""The page of a session: what was sent is read, written where it may be, and shown again where it may not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import admin, messages
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from championship.admin.crowning import crowned
from championship.admin.moves import MoveAnswer, is_called_off, is_off_or_on
from championship.admin.race_control.decisions import EnteredDecisions
from championship.admin.race_control.desk import Desk, VersionSummary, published_lines, read_desk, status_label
from championship.admin.race_control.orders import WAYS, EnteredOrder, Proposal, plain, whole
from championship.admin.race_control.pasted import forget
from championship.admin.race_control.running import RunningDesk
from championship.admin.race_control.steps import STATES, STATUSES, EnteredCounting, find_step, next_step
from championship.admin.race_control.withdrawals import EarlierOrder, earlier_orders
from championship.admin.race_control.writing import Overtaken, publish_order, record_decision, take_step
from championship.live import orders
from championship.models import Classification, Session
from championship.publishing import PublicationRefused
from championship.race_control.sheets.numbers import HELP
from championship.rules import Line
from championship.why.penalties import penalty_sentence
from web.addresses.paths import address

RACE_CONTROL = "championship_session_race_control"
DECIDE = ("championship.add_penalty", "championship.add_adjustment")
WITHDRAW = "championship.withdraw_penalty"
# What a message is marked with once something typed has become public: the browser may forget its copy.
PUBLISHED = "published"
# What a numeric keypad has no key for.
KEYS = (
    (" ", gettext_lazy("Space")),
    (" / ", gettext_lazy("Retired:")),
    (" nc ", gettext_lazy("Not classified:")),
    (" dns ", gettext_lazy("Did not start:")),
    (" dsq ", gettext_lazy("Disqualified:")),
)


@dataclass
class RaceControlPage:
    """What is shown again. `proposal` is the order's preview, `faults` stand above the button that was pressed."""

    request: HttpRequest
    desk: Desk
    order: EnteredOrder
    decisions: EnteredDecisions
    running: RunningDesk
    counting: EnteredCounting
    proposal: Proposal | None = None
    faults: list[str] = field(default_factory=list)
    # What others published since the page was opened, the latest first.
    overtaken_by: list[VersionSummary] = field(default_factory=list)
    # What was answered to the question that a step asks, by the state that it leads to.
    answers: dict[str, MoveAnswer] = field(default_factory=dict)
    # The earlier order that was to be published again, with its reason.
    reverting: dict[str, Any] = field(default_factory=dict)
    # The classifications with what going back to each contradicts, once somebody answered.
    orders: list[EarlierOrder] = field(default_factory=list)

    def was_overtaken(self, follows: int) -> bool:
        """Whether others published after classification `follows`; the next attempt then rests on theirs."""
        self.overtaken_by = [version for version in self.desk.summaries if version.number > follows]
        return bool(self.overtaken_by) or follows != self.desk.number


@never_cache
def race_control(request: HttpRequest, session_pk: int) -> HttpResponse:
    if not request.user.has_perm("championship.add_classification"):
        raise PermissionDenied
    desk = read_desk(session_pk)
    if desk is None:
        raise Http404
    page = RaceControlPage(
        request,
        desk,
        EnteredOrder.begin(desk),
        EnteredDecisions.begin(desk, request.GET.getlist("decision"), _to_withdraw(request)),
        RunningDesk.begin(desk),
        EnteredCounting(desk),
    )
    if request.method == "POST":
        answer = _act(page)
        if answer is not None:
            return answer
    return _show(page)


def _to_withdraw(request: HttpRequest) -> str:
    """The id of the decision that is asked to go, if this editor may take it back."""
    return request.GET.get("withdraw", "") if request.user.has_perm(WITHDRAW) else ""


def _act(page: RaceControlPage) -> HttpResponse | None:
    """Does what was sent; None where the page is to be shown again."""
    do = page.request.POST.get("do", "")
    actions: dict[str, Callable[[RaceControlPage], HttpResponse | None]] = {
        "publish": _publish,
        "send": _send,
        "state": _state,
        "status": _status,
        "revert": _revert,
        "forget-columns": _forget_columns,
        "decide-preview": _preview_decisions,
        "decide-publish": _publish_decisions,
        "count-preview": _preview_counting,
        "count-publish": _publish_counting,
    }
    if do.startswith("decide-") and _is_withdrawn_already(page):
        return _back(page)
    if do.startswith("decide-") and do not in actions:
        page.decisions = EnteredDecisions.changed(page.desk, page.request.POST, do.removeprefix("decide-"))
        return None
    return actions.get(do, _preview)(page)


def _is_withdrawn_already(page: RaceControlPage) -> bool:
    """Of two editors who take back the same decision one was quicker."""
    sent = whole(page.request.POST.get("withdrawn", ""))
    if not sent or any(penalty.id == sent and penalty.stands for penalty in page.desk.penalties):
        return False
    messages.warning(page.request, _("Somebody was quicker: that decision is withdrawn already. Nothing was changed."))
    return True


def _preview(page: RaceControlPage) -> None:
    page.order = _sent_order(page)
    page.running = RunningDesk.typed(page.request.POST)
    page.proposal = page.order.proposal
    if page.was_overtaken(page.order.follows):
        page.order.follows = page.desk.number


def _publish(page: RaceControlPage) -> HttpResponse | None:
    _preview(page)
    page.faults = page.order.faults()
    if page.overtaken_by or page.faults:
        return None
    proposal = page.order.proposal
    answer = _publish_previewed(
        page,
        proposal,
        follows=page.order.follows,
        status=page.order.status,
        reason=page.order.reason,
        reason_sv=page.order.reason_sv,
    )
    if answer is not None and proposal.pasted:
        # What is published is right; what was merely tried is kept for nobody.
        proposal.pasted.keep(page.request.user.get_username())
    return answer


def _forget_columns(page: RaceControlPage) -> None:
    """What was chosen for sheets of this shape; the paste is then shown as the site reads it by itself."""
    forget(page.request.POST.get("shape", ""))
    _preview(page)


def _unread(proposal: Proposal, data: QueryDict) -> list[str]:
    """Why what was previewed cannot be published yet."""
    if data.get("previewed") != proposal.digest:
        return [_("This is not the order that you saw in the preview. Look at it once more, then publish it.")]
    if not proposal.was_read(data):
        return [_("Read the warnings, and tick that it is right as it stands.")]
    return []


def _send(page: RaceControlPage) -> None:
    """A running order. The page is shown again as it was, ready for the next one."""
    request, desk = page.request, page.desk
    if not request.user.has_perm("championship.add_liveorder"):
        raise PermissionDenied
    page.order = _sent_order(page)
    page.running = RunningDesk.sent(desk, request.POST, page.order.numbers)
    if not page.running.may_be_sent:
        return
    sent = page.running.form.cleaned_data
    try:
        orders.send(
            desk.session.pk,
            page.running.cars,
            lap=sent["lap"],
            flag=sent["flag"],
            commentary=sent["commentary"],
            by=request.user.pk,
            follows=page.running.follows,
        )
    except orders.OrderOvertaken:
        page.desk = replace(desk)
        page.running.overtaken(page.desk)
        return
    except orders.OrderRefused:
        # The flag fell between our reading and our writing.
        page.running.faults.append(_("The session is not live any more, so nothing was sent."))
        return
    page.desk = replace(desk)
    page.running = RunningDesk.begin(page.desk, was_sent=True)
    page.order.numbers = page.desk.last_numbers


def _sent_order(page: RaceControlPage) -> EnteredOrder:
    data = page.request.POST.dict()
    if data.get("do") == "forget-columns":
        data.pop("shape", None)
    way = data.get("do", "").removeprefix("preview-")
    return EnteredOrder.sent(page.desk, data | {"way": way} if way in WAYS else data)


def _state(page: RaceControlPage) -> HttpResponse | None:
    """From the state that the editor saw to the one of the button; calling it off, or on again, asks."""
    data = page.request.POST
    if not page.request.user.has_perm("championship.change_session"):
        raise PermissionDenied
    before = data.get("before", "")
    step = find_step(STATES.get(before, ()), data.get("to", ""))
    if step is None:
        return _back(page)
    answer = MoveAnswer(data, auto_id=f"{step.to}-%s") if is_off_or_on(before, step.to) else None
    is_off = is_called_off(before, step.to)
    asked = crowned(page.desk.season.year, {page.desk.session.pk}) if is_off else ()
    if answer is not None and not answer.is_complete(asked):
        page.answers[step.to] = answer
        return None
    try:
        take_step(page.desk.session, step, before=before, user=page.request.user, answer=answer)
    except Overtaken:
        messages.warning(
            page.request,
            _("Somebody was quicker: the session is %(state)s by now. Nothing was changed.")
            % {"state": page.desk.session.get_state_display()},
        )
    return _back(page)


def _status(page: RaceControlPage) -> HttpResponse | None:
    """The same order once more, with the status of the button."""
    data, current = page.request.POST, page.desk.current
    if page.was_overtaken(whole(data.get("follows", ""))) or current is None:
        page.faults = [_("Nothing was published.")]
        return None
    step = find_step(STATUSES[current.status], data.get("to", ""))
    if step is None:
        return _back(page)
    return _publishing(
        page,
        page.desk.lines,
        follows=current.number,
        status=step.to,
        reason=str(step.did),
    )


def _revert(page: RaceControlPage) -> HttpResponse | None:
    """An earlier order once more, with a reason."""
    data, desk = page.request.POST, page.desk
    number = whole(data.get("number", ""))
    reason, reason_sv = (plain(data.get(name, "")).strip() for name in ("reason", "reason_sv"))
    version = next((version for version in desk.versions[:-1] if version.number == number), None)
    if version is None:
        return _back(page)
    if page.was_overtaken(whole(data.get("follows", ""))):
        page.faults = [_("Nothing was published.")]
        return None
    order = EnteredOrder(desk, status=data.get("status", ""), reason=reason, reason_sv=reason_sv)
    if order.status not in Classification.Status.values:
        order.status = desk.versions[-1].status
    answers = {name: str(value) for name, value in data.items()}
    page.orders = earlier_orders(desk, number, answers)
    contradictions = next(order.contradictions for order in page.orders if order.version.number == number)
    page.faults = order.faults() + [
        _("Say what becomes of it: %(name)s, %(decision)s")
        % {"name": one.penalty.name, "decision": penalty_sentence(one.penalty)}
        for one in contradictions
        if not one.answer
    ]
    if page.faults:
        page.reverting = {"number": number, "reason": reason, "reason_sv": reason_sv}
        return None
    changed = [one.penalty for one in contradictions if one.changes_it]
    if any(penalty.stands for penalty in changed) and not page.request.user.has_perm(WITHDRAW):
        raise PermissionDenied
    if any(not penalty.stands for penalty in changed) and not page.request.user.has_perms(DECIDE):
        raise PermissionDenied
    return _publishing(
        page,
        published_lines(desk.session, number),
        follows=desk.number,
        status=order.status,
        reason=reason,
        reason_sv=reason_sv,
        withdrawn={penalty.id: (reason, reason_sv) for penalty in changed if penalty.stands},
        again=[penalty.id for penalty in changed if not penalty.stands],
    )


def _preview_decisions(page: RaceControlPage) -> None:
    page.decisions = EnteredDecisions.sent(page.desk, page.request.POST)
    if page.was_overtaken(page.decisions.follows):
        page.decisions.follows = page.desk.number


def _publish_decisions(page: RaceControlPage) -> HttpResponse | None:
    user = page.request.user
    _preview_decisions(page)
    decisions = page.decisions
    if (decisions.forms and not user.has_perms(DECIDE)) or (decisions.withdrawal and not user.has_perm(WITHDRAW)):
        raise PermissionDenied
    if page.overtaken_by or not decisions.is_valid:
        return None
    if not decisions.makes_classification:
        return _writing(
            page,
            lambda: record_decision(
                page.desk.session,
                decisions.rows(),
                follows=decisions.follows,
                user=user,
                words=decisions.sentence,
                withdrawn=decisions.withdrawn,
            ),
        )
    return _publish_previewed(
        page,
        decisions.proposal,
        follows=decisions.follows,
        status=decisions.status,
        reason=decisions.sentence,
        decided=decisions.rows(),
        withdrawn=decisions.withdrawn,
    )


def _preview_counting(page: RaceControlPage) -> None:
    page.counting = EnteredCounting(page.desk, page.request.POST)
    if page.was_overtaken(page.counting.follows):
        page.counting.follows = page.desk.number


def _publish_counting(page: RaceControlPage) -> HttpResponse | None:
    """The same order once more, by other points or another distance."""
    _preview_counting(page)
    counting, proposal = page.counting, page.counting.proposal
    if page.overtaken_by or proposal is None:
        return None
    return _publish_previewed(
        page,
        proposal,
        follows=counting.follows,
        status=counting.status,
        reason=counting.reason,
        reason_sv=counting.reason_sv,
        counting=proposal.counting,
        counts=proposal.counts,
    )


def _publish_previewed(page: RaceControlPage, proposal: Proposal | None, **how: Any) -> HttpResponse | None:
    """What the editor has seen and read the warnings of."""
    if proposal is None or proposal.is_refused:
        return None
    page.faults = _unread(proposal, page.request.POST)
    return None if page.faults else _publishing(page, proposal.lines, **how)


def _publishing(page: RaceControlPage, lines: Sequence[Line], **how: Any) -> HttpResponse | None:
    """`how`: what publish_order wants to know besides who publishes what."""
    return _writing(page, lambda: publish_order(page.desk.session, lines, user=page.request.user, **how))


def _writing(page: RaceControlPage, write: Callable[[], Classification | None]) -> HttpResponse | None:
    try:
        classification = write()
    except Overtaken:
        # Between our reading and our writing; what they published is read with the page that follows.
        page.desk = read_desk(page.desk.session.pk) or page.desk
        page.overtaken_by = page.desk.summaries[:1]
        page.order.follows = page.decisions.follows = page.counting.follows = page.desk.number
        return None
    except PublicationRefused as refused:
        page.faults = refused.sentences
        return None
    if classification is None:
        said = _("The decision is withdrawn.") if page.decisions.withdrawal else _("The decision is recorded.")
    else:
        said = _("Classification %(number)d is published as %(status)s.") % {
            "number": classification.number,
            "status": status_label(classification.status),
        }
    messages.success(page.request, said, extra_tags=PUBLISHED)
    return _back(page)


def _ticked(page: RaceControlPage) -> set[str]:
    """The boxes that were ticked in the very preview that is shown again."""
    proposal = page.proposal or page.decisions.proposal or page.counting.proposal
    data = page.request.POST
    if proposal is None or data.get("previewed") != proposal.digest:
        return set()
    return {name for name in data if name == "seen" or name.startswith("tick-")}


def _back(page: RaceControlPage) -> HttpResponseRedirect:
    return redirect(f"admin:{RACE_CONTROL}", page.desk.session.pk)


def _show(page: RaceControlPage) -> HttpResponse:
    desk = page.desk
    state, status = desk.session.state, desk.current.status if desk.current else None
    return TemplateResponse(
        page.request,
        "admin/race_control/page.html",
        {
            **admin.site.each_context(page.request),
            "title": _("Race control: %(session)s") % {"session": desk.session},
            "desk": desk,
            "session": desk.session,
            "readers_address": address("live") if state == Session.State.LIVE else desk.session.get_absolute_url(),
            "has_published": any(PUBLISHED in message.tags for message in get_messages(page.request)),
            "order": page.order,
            "decisions": page.decisions,
            "running": page.running,
            "counting": page.counting,
            "proposal": page.proposal,
            "faults": page.faults,
            "ticked": _ticked(page),
            "overtaken_by": page.overtaken_by,
            "reverting": page.reverting,
            "states": [step for step in STATES[state] if not is_off_or_on(state, step.to)],
            "is_asking": bool(page.answers),
            "asking": [
                (step, page.answers.get(step.to) or MoveAnswer(auto_id=f"{step.to}-%s"))
                for step in STATES[state]
                if is_off_or_on(state, step.to)
            ],
            "status_steps": STATUSES[status] if status else (),
            "next_step": next_step(state, status),
            "statuses": Classification.Status.choices,
            "keys": KEYS,
            "numbers_help": HELP,
            "is_live": state == Session.State.LIVE or bool(page.running.faults),
            "numbers": " ".join(str(starter.number) for starter in desk.starters if starter.number is not None),
            "may_send": page.request.user.has_perm("championship.add_liveorder"),
            "may_step": page.request.user.has_perm("championship.change_session"),
            "may_decide": page.request.user.has_perms(DECIDE),
            "may_withdraw": page.request.user.has_perm(WITHDRAW),
            "orders": page.orders or earlier_orders(desk),
        },
    )

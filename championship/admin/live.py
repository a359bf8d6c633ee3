"""Running orders, sent while a session is live: the cars as they run, the lap, the flag, a line of commentary."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from championship import live
from championship.models import EventEntry, LiveOrder, Session

LIVE = "championship_session_live"
MOST_CARS = 100
LONGEST_GAP = 86_400

# 68, 22+1.409, 69 +1L; with anything between them.
_TOKENS = re.compile(
    r"(?P<number>\d+)(?:\s*\+\s*(?:(?P<laps>\d{1,3})\s*[lL]|(?P<seconds>\d+[.,]\d{1,3})))?|(?P<other>\S)"
)
_BETWEEN = frozenset(",;/-–—|")


class LiveOrderForm(forms.Form):
    """`cars` are the ids on the event's list by number."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers in order"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "inputmode": "text"}),
        help_text=gettext_lazy("First to last: 68 22 69. A gap where you have it: 22+1.409, or 22+1L for one lap."),
    )
    lap = forms.IntegerField(
        label=gettext_lazy("Lap"),
        min_value=0,
        max_value=999,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    flag = forms.ChoiceField(label=gettext_lazy("Flag"), choices=LiveOrder.Flag.choices)
    commentary = forms.CharField(
        label=gettext_lazy("A line of commentary"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, cars: dict[int, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cars = cars

    def clean_numbers(self) -> list[live.Car]:
        """Every fault at once."""
        order: dict[int, live.Car] = {}
        faults = []
        for token in _TOKENS.finditer(self.cleaned_data["numbers"]):
            if token["other"]:
                if token["other"] not in _BETWEEN:
                    faults.append(_("“%(text)s” is not read: write numbers.") % {"text": token["other"]})
                continue
            number = int(token["number"][:9])
            seconds = float((token["seconds"] or "0").replace(",", "."))
            if number not in self.cars:
                faults.append(_("%(number)s is not on the event’s list.") % {"number": number})
            elif number in order:
                faults.append(_("%(number)s is in it twice.") % {"number": number})
            elif seconds > LONGEST_GAP:
                faults.append(_("The gap of %(number)s is longer than a day.") % {"number": number})
            else:
                gap_ms = round(seconds * 1000) if token["seconds"] else None
                order[number] = live.Car(self.cars[number], gap_ms, int(token["laps"]) if token["laps"] else None)
        if faults:
            raise ValidationError(list(dict.fromkeys(faults))[:MOST_CARS])
        return list(order.values())


@never_cache
def live_order(request: HttpRequest, session_pk: int) -> HttpResponse:
    """The page from which orders of one session are sent."""
    if not request.user.has_perm("championship.add_liveorder"):
        raise PermissionDenied
    session = Session.objects.select_related("event__season").filter(pk=session_pk).first()
    if session is None:
        raise Http404
    cars = dict(EventEntry.objects.filter(event=session.event_id, number__isnull=False).values_list("number", "pk"))
    last = session.live_orders.select_related("sent_by").last()
    form = LiveOrderForm(cars, request.POST or None, initial=_as_sent(last, cars))
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            order = live.send(
                session.pk,
                sent["numbers"],
                lap=sent["lap"],
                flag=sent["flag"],
                commentary=sent["commentary"],
                by=request.user.pk,
            )
        except live.OrderRefused:
            form.add_error(None, _("The session is not live, so nothing was sent. Set it live, then send it again."))
        else:
            messages.success(request, _("Order %(sequence)d is sent.") % {"sequence": order.sequence})
            return redirect(request.path)
    context = admin.site.each_context(request) | {
        "title": _("Running order"),
        "session": session,
        "form": form,
        "last": last,
        "is_live": session.state == Session.State.LIVE,
    }
    return TemplateResponse(request, "admin/championship/session/live.html", context)


def _as_sent(last: LiveOrder | None, cars: dict[int, int]) -> dict[str, Any]:
    """The latest order to go on from: its numbers without their gaps, its lap and flag."""
    if last is None:
        return {}
    numbers = {pk: number for number, pk in cars.items()}
    order = [str(numbers[car[0]]) for car in last.order if car[0] in numbers]
    return {"numbers": " ".join(order), "lap": last.lap, "flag": last.flag}

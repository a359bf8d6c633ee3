"""manage.py rehearse: a race of the past runs live, faster than life, on a throw-away database."""

import os
import signal
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from championship.live import orders
from championship.live.reader import version
from championship.management.rehearsal import ORDERS_A_LAP, Race, invented_orders, read_race, set_back
from championship.models import Classification, Session
from championship.publishing import publish
from web.cache import revision

EDITOR = "rehearsal"
Status = Classification.Status


class Command(BaseCommand):
    help = (
        "Serves a rehearsal: a race of the past runs live and is published provisional, with its penalties, then "
        "official. Ctrl-C stops it. Needs REHEARSAL=1 and a SQLite database in a folder named rehearsal."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--race", default="2021/russia/race-1", help="YEAR/EVENT/SESSION (%(default)s)")
        parser.add_argument("--lap", type=float, default=9.0, help="seconds a lap (%(default)s)")
        parser.add_argument("--pause", type=float, default=15.0, help="seconds between publications (%(default)s)")
        parser.add_argument("--wait", type=float, default=5.0, help="seconds before the start (%(default)s)")
        parser.add_argument("--workers", type=int, default=2, help="processes that serve (%(default)s)")

    def handle(self, **options: Any) -> None:
        if not settings.REHEARSAL:
            raise CommandError("Without REHEARSAL=1 nothing is rehearsed: this command rewrites its database.")
        call_command("prepare", verbosity=0)
        race = _race(options["race"])
        set_back(race)
        password = get_random_string(12)
        editors = get_user_model()._default_manager
        editor, _created = editors.get_or_create(username=EDITOR, defaults={"is_staff": True, "is_superuser": True})
        editor.set_password(password)
        editor.save()
        self._say(f"Rehearsal of {race.session} on {settings.SITE_URL}/live/ (stop it with Ctrl-C).")
        self._say(f"An editor for {settings.SITE_URL}/admin/ : name {EDITOR}, password {password}")
        # Whoever stops this process stops the server with it.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        server = _serve(options["workers"])
        try:
            self._run(race, options)
            self._say("The result is official. The site stays up until Ctrl-C.")
            server.wait()
        except KeyboardInterrupt:
            self._say("Stopped.")
        finally:
            server.terminate()
            server.wait()

    def _run(self, race: Race, options: dict[str, Any]) -> None:
        session, by = race.session, _("Rehearsal")
        time.sleep(options["wait"])
        Session.objects.filter(pk=session.pk).update(state=Session.State.LIVE)
        for sent in invented_orders(race):
            order = orders.send(session.pk, sent.cars, lap=sent.lap, flag=sent.flag, commentary=sent.commentary)
            self._did(f"order {order.sequence}, lap {sent.lap}, {sent.flag}. {sent.commentary}")
            time.sleep(options["lap"] / ORDERS_A_LAP)
        Session.objects.filter(pk=session.pk).update(state=Session.State.FINISHED)
        self._did("finished")
        time.sleep(options["pause"])
        publish(session, race.on_the_road, status=Status.PROVISIONAL, by=by)
        self._did("provisional")
        for penalty in race.penalties:
            time.sleep(options["pause"])
            penalty.save(force_insert=True)
            self._did(f"penalty: {penalty}")
        final = race.history[-1]
        if final.lines != race.on_the_road:
            publish(session, final.lines, status=Status.PROVISIONAL, by=by, reason=final.reason)
            self._did("provisional, with the penalties")
        time.sleep(options["pause"])
        publish(session, final.lines, status=Status.OFFICIAL, by=by, reason=_("The stewards are done."))
        self._did("official")

    def _did(self, what: str) -> None:
        """A line of what readers may see from now on: the moment, the version that they will hold, what it was."""
        self._say(f"{time.time():.3f} {version(revision.current())} {what}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _race(name: str) -> Race:
    try:
        year, event, slug = name.split("/")
        session = Session.objects.select_related("event__season").get(
            event__season__year=year, event__slug=event, slug=slug, kind="race"
        )
        return read_race(session)
    except (ValueError, Session.DoesNotExist):
        raise CommandError(
            f"{name} is no race with a result; write YEAR/EVENT/SESSION, as 2021/russia/race-1."
        ) from None


def _serve(workers: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(settings.PORT),
         "--workers", str(workers), "--blocking-threads", "2", "--backlog", "8192", "--log-level", "warning", "--no-ws",
         "wtcr_site.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"REHEARSAL": "1"},
    )  # fmt: skip

"""Articles. Whether one is out is decided here, once, in ArticleQuerySet.published()."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from championship.models import Event, Season, Title
from championship.models.season import in_open_season
from championship.season.guard import Guard
from drivers.models import Driver, Team
from pictures.models import Picture
from web.markdown import to_html


def may_see_drafts(user: User | AnonymousUser) -> bool:
    """Whether stories that are not out, drafts and scheduled ones, are for them: asked wherever one is shown."""
    return user.has_perm("news.view_article") or user.has_perm("news.change_article")


def _is_out() -> models.Q:
    return models.Q(in_open_season(), publish_at__lte=timezone.now())


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """What readers may see now: every page, feed, sitemap and search asks here."""
        return self.filter(_is_out())

    def seen_by(self, guard: Guard | None) -> "ArticleQuerySet":
        """Without those that tell of more than a reader with a guard wants to know."""
        if guard is None:
            return self
        return self.filter(
            models.Q(season__year__lt=guard.year) | models.Q(season__year=guard.year, day__lte=guard.until)
        )

    def marked(self) -> "ArticleQuerySet":
        """Those of open seasons, each with `out`: whether readers may see it now. For lists that must know what is
        planned."""
        return self.filter(in_open_season()).annotate(out=_is_out())

    def not_out(self) -> "ArticleQuerySet":
        """Drafts, and those that are to come: for those who may_see_drafts() alone."""
        return self.exclude(_is_out())

    def scheduled(self) -> "ArticleQuerySet":
        return self.filter(in_open_season(), publish_at__gt=timezone.now())

    def next_due(self) -> datetime | None:
        """When the next of them comes out by itself, None when none is planned. One query."""
        return self.scheduled().order_by("publish_at").values_list("publish_at", flat=True).first()

    def in_reading_order(self) -> "ArticleQuerySet":
        """The newest season first; within a season as it happened."""
        return self.order_by("-season__year", "day", "order", "pk")

    def with_siblings(self) -> "ArticleQuerySet":
        """Each with `of_siblings`: whether a driver and their brother or sister are both in it. Drawn on blue."""
        pairs = Driver.objects.filter(articles=models.OuterRef("pk"), sibling__articles=models.OuterRef("pk"))
        return self.annotate(of_siblings=models.Exists(pairs))

    def with_neighbours(self, guard: Guard | None) -> "ArticleQuerySet":
        """Each with `before` and `after`, the published stories of its season next to it in reading order, and `due`.

        Neighbours are among those that a reader with the guard sees. A neighbour is a dict of slug and title, None
        where there is none; `due` is when the next story of the season comes out by itself.
        """
        ours = Article.objects.filter(season=models.OuterRef("season"))
        same_day = models.Q(day=models.OuterRef("day"))
        same_order = models.Q(order=models.OuterRef("order"))
        later = (
            models.Q(day__gt=models.OuterRef("day"))
            | same_day & models.Q(order__gt=models.OuterRef("order"))
            | same_day & same_order & models.Q(pk__gt=models.OuterRef("pk"))
        )
        others = (
            ours.published()
            .seen_by(guard)
            .exclude(pk=models.OuterRef("pk"))
            .values(card=JSONObject(slug="slug", title="title", language="language"))
        )
        return self.annotate(
            before=models.Subquery(others.filter(~later).order_by("-day", "-order", "-pk")[:1]),
            after=models.Subquery(others.filter(later).order_by("day", "order", "pk")[:1]),
            due=models.Subquery(ours.scheduled().order_by("publish_at").values("publish_at")[:1]),
        )


class Article(models.Model):
    """A story. `day` is the day that it belongs to, `publish_at` the moment from which readers see it."""

    season = models.ForeignKey(
        Season,
        models.CASCADE,
        related_name="articles",
        verbose_name=_("season"),
        help_text=_("The season whose tables it belongs to; its year is part of the address."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=80,
        help_text=_(
            "The last part of the page's address, made from the headline. An old address leads on to the new one."
        ),
    )
    title = models.CharField(_("headline"), max_length=120, help_text=_("What happened, in one line."))
    kicker = models.CharField(_("kicker"), max_length=40, blank=True, help_text=_("Two or three words above it."))
    standfirst = models.CharField(_("standfirst"), max_length=300, help_text=_("One or two sentences under it."))
    body = models.TextField(_("text"), help_text=_("Markdown: a blank line parts paragraphs, ## makes a subhead."))
    body_html = models.TextField(editable=False)
    day = models.DateField(
        _("day"), help_text=_("The day it belongs to. It stands beside the tables as they were on that day.")
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE,
        help_text=_("What it is written in. It stays in it on the pages of other languages, and they say so."),
    )  # fmt: skip
    written_later = models.BooleanField(
        _("written later from the record"), default=False, help_text=_("The page says so under the headline.")
    )
    publish_at = models.DateTimeField(
        _("publish"), null=True, blank=True,
        help_text=_("Empty is a draft; a moment to come is a plan; readers see it from then on."),
    )  # fmt: skip
    correction = models.TextField(_("correction"), blank=True, help_text=_("What was wrong, and when it was mended."))
    picture = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Without one a stripe is drawn."),
    )
    drivers = models.ManyToManyField(
        Driver,
        blank=True,
        related_name="articles",
        verbose_name=_("drivers"),
        help_text=_("It is listed on their pages."),
    )
    teams = models.ManyToManyField(
        Team, blank=True, related_name="articles", verbose_name=_("teams"), help_text=_("It is listed on their pages.")
    )
    events = models.ManyToManyField(
        Event,
        blank=True,
        related_name="articles",
        verbose_name=_("events"),
        help_text=_("It is listed on their pages."),
    )
    table = models.ForeignKey(
        Title, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("table"),
        help_text=_("The title whose table of that day stands beside the text."),
    )  # fmt: skip
    sources = models.TextField(_("sources"), blank=True, help_text=_("One address a line."))
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The order of stories of one day, and of reading.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("day", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("season", "slug"),
                name="article_slug_once_a_season",
                violation_error_message=_("Another article of this season has this address."),
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="article_has_a_headline",
                violation_error_message=_("Write a headline."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.season.year, self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = to_html(self.body)
        super().save(*args, **kwargs)

    @property
    def is_published(self) -> bool:
        return self.publish_at is not None and self.publish_at <= timezone.now()

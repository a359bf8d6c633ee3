from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from championship.season.known import is_known
from news.models import Article, ArticleQuerySet


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("draft", _("drafts")), ("scheduled", _("scheduled")), ("published", _("published"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        assert isinstance(queryset, ArticleQuerySet)
        match self.value():
            case "draft":
                return queryset.filter(publish_at=None)
            case "scheduled":
                return queryset.scheduled()
            case "published":
                return queryset.published()
        return queryset


class ArticleForm(forms.ModelForm[Article]):
    class Meta:
        # One or two sentences, read in full while they are written.
        widgets = {"standfirst": AdminTextareaWidget(attrs={"rows": 2})}


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    form = ArticleForm
    list_display = ("title", "state", "day", "season", "written_later", "has_picture", "updated_at")
    list_select_related = ("season",)
    list_filter = (StateFilter, "season", "written_later", ("picture", admin.EmptyFieldListFilter))
    search_fields = ("title", "kicker", "standfirst", "body", "slug")
    date_hierarchy = "day"
    ordering = ("-day", "-order")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("drivers", "teams", "events", "picture", "table")
    readonly_fields = ("created_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("title", "slug", "kicker", "standfirst", "body", "language", "picture")}),
        (
            _("When"),
            {
                "fields": ("publish_at", "season", ("day", "order"), "written_later"),
                "description": _("Times are UTC. “Preview” shows a draft as it was last saved."),
            },
        ),
        (_("Who and what it is about"), {"fields": ("drivers", "teams", "events", "table")}),
        (_("Kept honest"), {"fields": ("sources", "correction", ("created_at", "updated_at"))}),
    )

    def view_on_site(self, article: Article) -> str:
        """The page once it is out, the preview until then: the page itself is not found before."""
        if article.is_published and is_known(article.season):
            return article.get_absolute_url()
        return reverse("admin:news_article_preview", args=[article.pk])

    def get_urls(self) -> list[Any]:
        preview = path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="news_article_preview")
        return [preview, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article.objects.select_related("season", "picture"), pk=pk)
        if not self.has_view_permission(request, article):
            return HttpResponse(_("Your account may not see articles.\n"), status=403, content_type="text/plain")
        return TemplateResponse(
            request,
            "admin/news/article/preview.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": gettext("Preview"),
                "article": article,
                "state": self.state(article),
            },
        )

    @admin.display(description=_("state"), ordering="publish_at")
    def state(self, article: Article) -> str:
        if article.publish_at is None:
            return gettext("draft")
        moment = date_format(timezone.localtime(article.publish_at), "j M Y H:i")
        if article.is_published:
            return gettext("published %s") % moment
        return gettext("scheduled for %s") % moment

    @admin.display(description=_("picture"), boolean=True)
    def has_picture(self, article: Article) -> bool:
        return article.picture_id is not None

"""Where pictures are used. It reads the models of the floors above, so models never import it."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, OuterRef

from drivers.models import Driver, Team
from news.models import Article, may_see_drafts
from pictures.models import Picture, PictureQuerySet


def out() -> PictureQuerySet:
    """The pictures that readers may see: a driver's portrait, a team's picture, or that of a published article."""
    users = (
        Driver.objects.filter(portrait=OuterRef("pk")),
        Team.objects.filter(picture=OuterRef("pk")),
        Article.objects.published().filter(picture=OuterRef("pk")),
    )
    driver, team, article = map(Exists, users)
    return Picture.objects.filter(driver | team | article)


def seen_by(user: AbstractBaseUser | AnonymousUser) -> PictureQuerySet:
    """The pictures that an account may see besides those that are out: the whole library, or those of drafts."""
    if user.has_perm("pictures.view_picture") or user.has_perm("pictures.change_picture"):
        return Picture.objects.all()
    if may_see_drafts(user):
        return Picture.objects.filter(Exists(Article.objects.filter(picture=OuterRef("pk"))))
    return Picture.objects.none()


def users_of(picture: Picture) -> list[Driver | Team | Article]:
    """Everything that shows the picture, drafts too."""
    return [
        *Driver.objects.filter(portrait=picture),
        *Team.objects.filter(picture=picture),
        *Article.objects.filter(picture=picture).select_related("season"),
    ]

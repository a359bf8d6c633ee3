"""Where pictures are used. It reads the models of the floors above, so models never import it."""

from django.db.models import Exists, OuterRef

from drivers.models import Driver, Team
from news.models import Article
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


def users_of(picture: Picture) -> list[Driver | Team | Article]:
    """Everything that shows the picture, drafts too."""
    return [
        *Driver.objects.filter(portrait=picture),
        *Team.objects.filter(picture=picture),
        *Article.objects.filter(picture=picture).select_related("season"),
    ]

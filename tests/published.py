"""What tests do to published results, and nothing else may."""

from championship.models import Classification, Result, Season


def forget_results(**where) -> None:
    """Takes the classifications away that are found by `where`, past every rule that keeps them."""
    found = Classification.objects.filter(**where)
    Result.objects.filter(classification__in=list(found))._raw_delete("default")
    Classification.objects.filter(pk__in=[one.pk for one in found])._raw_delete("default")


def forget_seasons(**where) -> None:
    """Takes whole seasons away, with their results."""
    seasons = Season.objects.filter(**where)
    forget_results(session__event__season__in=seasons)
    seasons.delete()

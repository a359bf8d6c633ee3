"""The field that lets nothing into the library but clean pictures, whichever way they come."""

from typing import Any, Protocol, cast

from django import forms
from django.core.files.base import File
from django.db import models
from django.db.models.fields.files import FieldFile

from pictures.intake import CleanPicture, clean


class PictureFormField(forms.FileField):
    widget = forms.ClearableFileInput

    def to_python(self, data: Any) -> CleanPicture | None:
        upload = super().to_python(data)
        return None if upload is None else clean(upload)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        # A hint for the file chooser; what counts is what the decoder makes of the file.
        return super().widget_attrs(widget) | {"accept": "image/jpeg,image/png,image/webp,image/avif"}


class Sized(Protocol):
    width: int
    height: int


def is_new(file: FieldFile) -> bool:
    """Whether it is an upload that has not been stored yet."""
    return not file._committed  # type: ignore[attr-defined]  # what Django itself asks, left out of its types


class PictureField(models.FileField):
    """A file that is cleaned before it is stored; the model's `width` and `height` are set with it."""

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        file = getattr(instance, self.attname)
        if file and is_new(file):
            cleaned = file.file if isinstance(file.file, CleanPicture) else clean(File(file.file))
            picture = cast("Sized", instance)
            picture.width, picture.height = cleaned.width, cleaned.height
            file.save(cleaned.name, cleaned, save=False)
        return super().pre_save(instance, add)

    def formfield(self, **kwargs: Any) -> Any:
        # The name that an upload comes with is not kept, so it may be of any length.
        return super().formfield(**{"form_class": PictureFormField, "max_length": None} | kwargs)

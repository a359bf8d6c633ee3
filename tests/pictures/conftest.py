"""Pictures made on the spot, and a library of its own for every test."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pictures.models import Picture


@pytest.fixture(autouse=True)
def library(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def drawn():
    """A picture with a red left half and a blue right one, as an upload."""

    def draw(size=(1000, 600), extension="jpg", name=None, mode="RGB", **saving):
        image = Image.new(mode, size, "red" if mode != "L" else 90)
        image.paste("blue" if mode != "L" else 200, (size[0] // 2, 0, size[0], size[1]))
        content = io.BytesIO()
        image.save(content, {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}[extension], **saving)
        return SimpleUploadedFile(name or f"photo.{extension}", content.getvalue(), f"image/{extension}")

    return draw


@pytest.fixture
def stored(drawn, db):
    """A picture of the library, stored like any other."""

    def store(**drawing):
        return Picture.objects.create(file=drawn(**drawing), alt="Jessica Bäckman at the wheel", credit="A. Friend")

    return store

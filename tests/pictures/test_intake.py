"""What the library takes in, what it refuses and in which words, and what is left of an upload."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

from pictures.intake import clean
from pictures.models import Picture

NO_PICTURE = (
    "This is no JPEG, PNG, WebP or AVIF picture, whatever its name says. Open it in a picture program, export it as "
    "one of these, and upload that."
)
TOO_MANY_PIXELS = "This picture has more than 50 million pixels. Save a copy 3000 pixels wide and upload that."
BROKEN = "This file is broken or ends too early. Export the picture again, or copy it once more, and upload that."
MOVES = "This picture moves. Export one frame of it as JPEG or PNG, and upload that."


def png_that_claims(width, height):
    """A PNG of a few bytes whose header promises any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def gif():
    content = io.BytesIO()
    Image.new("P", (500, 400)).save(content, "GIF")
    return content.getvalue()


def moving(extension):
    content = io.BytesIO()
    frames = [Image.new("RGB", (500, 400), colour) for colour in ("red", "blue")]
    frames[0].save(content, extension, save_all=True, append_images=frames[1:])
    return content.getvalue()


def jpeg():
    content = io.BytesIO()
    Image.effect_noise((800, 600), 80).convert("RGB").save(content, "JPEG")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', NO_PICTURE),
        ("photo.jpg", b"<!DOCTYPE html><script>alert(1)</script>", NO_PICTURE),
        ("photo.jpg", b"GIF89a/*" + b"<script>alert(1)</script>", NO_PICTURE),
        ("photo.jpg", gif(), NO_PICTURE),
        ("photo.png", png_that_claims(60_000, 60_000), TOO_MANY_PIXELS),
        ("photo.png", png_that_claims(10_000, 9_500), TOO_MANY_PIXELS),
        ("photo.png", png_that_claims(10_000, 5_001), TOO_MANY_PIXELS),
        (
            "line.png",
            png_that_claims(40_000_000, 1),
            "This picture is 40000000 pixels wide and 1 high; pages need at least 400 by 200. Upload a larger copy.",
        ),
        ("photo.png", png_that_claims(1000, 800), BROKEN),
        ("photo.jpg", jpeg()[:20_000], BROKEN),
        ("photo.webp", moving("WEBP"), MOVES),
        ("photo.png", moving("PNG"), MOVES),
        ("photo.avif", moving("AVIF"), MOVES),
        (
            "photo.jpg",
            b"\xff" * 23_400_000,
            "This file has 23.4 MB; the most is 20. Save a copy 3000 pixels wide and upload that.",
        ),
    ],
    ids=["svg", "html", "gif by its first bytes", "gif", "60000 by 60000", "95 Mpx", "50.01 Mpx", "one pixel high",
         "png without pixels", "half a jpeg", "moving webp", "moving png", "moving avif", "23 MB"],
)  # fmt: skip
def test_each_thing_that_is_no_usable_picture_is_refused_in_its_own_sentence(name, content, sentence):
    with pytest.raises(ValidationError) as refused:
        clean(SimpleUploadedFile(name, content))
    assert refused.value.messages == [sentence]


def test_the_number_of_pixels_is_checked_before_any_is_decoded(monkeypatch):
    def decoded(self):
        raise AssertionError("decoded")

    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", decoded)
    with pytest.raises(ValidationError, match="50 million"):
        clean(SimpleUploadedFile("photo.png", png_that_claims(8000, 8000)))


def test_a_small_picture_is_refused_with_its_size(drawn):
    with pytest.raises(ValidationError, match="This picture is 399 pixels wide and 600 high"):
        clean(drawn(size=(399, 600)))
    assert clean(drawn(size=(400, 200))).width == 400


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "avif"])
def test_the_four_formats_are_taken_in_under_any_name(drawn, extension):
    cleaned = clean(drawn(extension=extension, name="holiday.html"))
    image = Image.open(cleaned)
    assert (image.format, image.size, image.mode) == ("JPEG", (1000, 600), "RGB")
    assert cleaned.name.endswith(".jpg")
    assert len(cleaned.name) == 36


def test_nothing_of_a_photograph_remains_but_its_pixels(drawn, db, library):
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif[0x9286] = "a private remark"
    exif.get_ifd(0x8825)[2] = (65.0, 49.0, 30.0)
    upload = drawn(
        exif=exif.tobytes(),
        comment=b"a private comment",
        xmp=b"<x:xmpmeta>a private packet</x:xmpmeta>",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    before = Image.open(upload)
    assert before.getexif().get_ifd(0x8825)
    assert {"exif", "comment", "xmp", "icc_profile"} <= set(before.info)

    picture = Picture.objects.create(file=upload, alt="Jessica Bäckman", credit="A. Friend")

    path = library / picture.file.name
    after = Image.open(path)
    assert dict(after.getexif()) == {}
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    content = path.read_bytes()
    for trace in (b"private", b"CameraMaker", b"Exif", b"ICC_PROFILE", b"xmpmeta", b"photo.jpg"):
        assert trace not in content
    assert [file for file in library.rglob("*") if file.is_file()] == [path]


def test_text_in_a_see_through_png_goes_too_and_the_transparency_stays():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "a private comment")
    content = io.BytesIO()
    Image.new("RGBA", (500, 400), (255, 0, 0, 100)).save(content, "PNG", pnginfo=text)
    assert b"private" in content.getvalue()
    cleaned = clean(ContentFile(content.getvalue(), name="logo.png"))
    assert b"private" not in cleaned.read()
    image = Image.open(cleaned)
    assert (image.format, image.mode, image.getpixel((0, 0))) == ("PNG", "RGBA", (255, 0, 0, 100))


def test_a_photograph_taken_sideways_stands_upright(drawn):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: show it a quarter turn clockwise
    cleaned = clean(drawn(size=(1000, 600), exif=exif.tobytes()))
    image = Image.open(cleaned)
    assert image.size == (cleaned.width, cleaned.height) == (600, 1000)
    # The red left half is on top now.
    assert image.getpixel((300, 100))[0] > 200
    assert image.getpixel((300, 900))[2] > 200


def test_colours_of_another_profile_become_those_of_the_web(drawn):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert Image.open(clean(drawn(icc_profile=lab))).getpixel((100, 100))[0] > 200


def test_a_print_shops_cmyk_and_a_scanners_16_bits_come_out_as_rgb(drawn):
    assert Image.open(clean(drawn(mode="CMYK"))).mode == "RGB"
    content = io.BytesIO()
    Image.new("I;16", (500, 400), 40_000).save(content, "PNG")
    grey = Image.open(clean(ContentFile(content.getvalue(), name="scan.png")))
    assert (grey.mode, grey.getpixel((0, 0))) == ("RGB", (156, 156, 156))


def test_a_cameras_jpeg_with_a_preview_in_it_is_a_photograph():
    content = io.BytesIO()
    Image.new("RGB", (800, 600), "red").save(
        content, "MPO", save_all=True, append_images=[Image.new("RGB", (160, 120), "blue")]
    )
    assert Image.open(ContentFile(content.getvalue())).format == "MPO"
    assert clean(ContentFile(content.getvalue(), name="photo.jpg")).width == 800


def test_a_cameras_huge_picture_is_stored_at_a_size_that_pages_need(drawn):
    cleaned = clean(drawn(size=(6000, 4000)))
    assert (cleaned.width, cleaned.height) == (2880, 1920)


@pytest.mark.django_db
def test_no_way_into_the_library_goes_round_the_cleaning():
    Picture.objects.bulk_create(
        [Picture(file=ContentFile(jpeg() + b"a private tail", name="photo.jpg"), alt="A car", credit="A. Friend")]
    )
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (800, 600)
    assert b"private" not in picture.file.read()
    with pytest.raises(ValidationError, match="broken"):
        Picture.objects.create(file=ContentFile(jpeg()[:9000], name="a.jpg"), alt="A car", credit="A. Friend")

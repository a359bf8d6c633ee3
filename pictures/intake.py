"""What an upload has to be, and how it is made clean before anything of it is stored.

Only what the decoder makes of the file counts, never its name or the type that the browser claims. What is stored is
drawn anew from the decoded pixels, so no metadata of the upload can remain in it.
"""

import io
import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
LEAST_WIDTH = 400
LEAST_HEIGHT = 200
# Twice the largest size that a page shows: enough to cut any crop from, and never a camera's 40 megabytes.
LONGEST_SIDE = 2880


class CleanPicture(ContentFile[bytes]):
    """An upload that went through `clean()`: upright, sRGB, without metadata, under a name that cannot be guessed."""

    def __init__(self, content: bytes, extension: str, width: int, height: int) -> None:
        super().__init__(content, name=f"{secrets.token_hex(16)}.{extension}")
        self.width = width
        self.height = height


def clean(upload: File[bytes]) -> CleanPicture:
    """Makes a clean picture of an upload; raises ValidationError with a sentence for the editor.

    The number of pixels is known from the header, and checked before any pixel is decoded.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError(
            _("This file has %(megabytes)s MB; the most is 20. Save a copy 3000 pixels wide and upload that."),
            code="bytes",
            params={"megabytes": round(upload.size / 1_000_000, 1)},
        )
    image = _opened(upload)
    _check_header(image)
    try:
        image.load()
        image = _upright_srgb(image)
    # A broken file makes the decoders raise errors of many kinds; to the editor they are all the same.
    except Exception as error:
        raise _broken() from error
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    content = io.BytesIO()
    if image.mode == "RGBA":
        image.save(content, "PNG", optimize=True)
        extension = "png"
    else:
        image.save(content, "JPEG", quality=92, subsampling=0, optimize=True)
        extension = "jpg"
    return CleanPicture(content.getvalue(), extension, *image.size)


def _opened(upload: File[bytes]) -> Image.Image:
    """The picture with its header read and nothing else."""
    upload.seek(0)
    try:
        return Image.open(upload, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _(
                "This is no JPEG, PNG, WebP or AVIF picture, whatever its name says. Open it in a picture program, "
                "export it as one of these, and upload that."
            ),
            code="format",
        ) from error
    except Exception as error:
        raise _broken() from error


def _check_header(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    # A JPEG of several pictures is what many cameras write: the first is the photograph, the rest are previews.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise ValidationError(
            _("This picture moves. Export one frame of it as JPEG or PNG, and upload that."), code="animated"
        )
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        raise ValidationError(
            _(
                "This picture is %(width)s pixels wide and %(height)s high; pages need at least 400 by 200. "
                "Upload a larger copy."
            ),
            code="small",
            params={"width": width, "height": height},
        )


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has more than 50 million pixels. Save a copy 3000 pixels wide and upload that."),
        code="pixels",
    )


def _broken() -> ValidationError:
    return ValidationError(
        _("This file is broken or ends too early. Export the picture again, or copy it once more, and upload that."),
        code="broken",
    )


def _upright_srgb(image: Image.Image) -> Image.Image:
    """The pixels alone, RGB or (where something shows through) RGBA, on a sheet that carries nothing else."""
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode == "I" or image.mode.startswith("I;16"):
        # 16 bits of grey: converting them plainly would cut everything above 255 to white.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    see_through = image.has_transparency_data
    if profile and not see_through:
        image = _to_srgb(image, profile)
    image = image.convert("RGBA" if see_through else "RGB")
    if see_through and image.getchannel("A").getextrema()[0] == 255:
        image = image.convert("RGB")
    sheet = Image.new(image.mode, image.size)
    sheet.paste(image)
    return sheet


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        own, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(image, own, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        made = None
    # A profile that is broken or of another kind of picture: the colours as they are will do.
    return made or image

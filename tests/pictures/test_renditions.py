"""The sizes that pages show: which there are, how they look, and when they go."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.template import Context, Template
from django.urls import resolve, reverse
from PIL import Image

from drivers.models import Driver
from pictures.models import Picture
from pictures.renditions import make_missing, square_around
from pictures.shown import Shown, shown_fields
from tests.markup import squeezed

pytestmark = pytest.mark.django_db


def make_renditions(*arguments):
    said = io.StringIO()
    call_command("make_renditions", *arguments, stdout=said)
    return said.getvalue()


def files_in(library, folder="renditions"):
    return sorted(path.name for path in (library / folder).glob("*"))


def test_each_size_is_made_once_in_three_formats_and_never_larger_than_the_picture(stored, library):
    picture = stored(size=(1000, 600))
    assert make_renditions() == "Jessica Bäckman at the wheel: 15 made\n15 renditions made.\n"
    sizes = {}
    for name in files_in(library):
        image = Image.open(library / "renditions" / name)
        sizes[name.removeprefix(f"{picture.stem}-")] = (image.format, *image.size)
    assert sizes == {
        f"{shape}-{width}.{extension}": (extension_format, width, height)
        for extension, extension_format in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG"))
        for shape, width, height in (
            ("wide", 320, 192),
            ("wide", 640, 384),
            ("wide", 960, 576),
            ("square", 160, 160),
            ("square", 320, 320),
        )
    }
    picture.refresh_from_db()
    assert (picture.wide_widths, picture.square_widths) == ("320 640 960", "160 320")

    assert make_renditions() == "Nothing is missing.\n"
    (library / "renditions" / f"{picture.stem}-wide-640.webp").unlink()
    assert make_renditions("--new") == "Nothing is missing.\n"
    assert make_renditions() == "Jessica Bäckman at the wheel: 1 made\n1 renditions made.\n"


def test_the_square_lies_around_the_focal_point_as_far_as_the_edges_allow():
    assert square_around((1000, 600), (50, 50)) == (200, 0, 800, 600)
    assert square_around((1000, 600), (0, 50)) == (0, 0, 600, 600)
    assert square_around((1000, 600), (100, 0)) == (400, 0, 1000, 600)
    assert square_around((600, 1000), (50, 40)) == (0, 100, 600, 700)


def test_a_sideways_portrait_is_cut_upright(stored, library):
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = stored(size=(1000, 600), exif=exif.tobytes())
    Picture.objects.filter(pk=picture.pk).update(focal_y=0)
    make_renditions()
    picture.refresh_from_db()
    assert (picture.width, picture.height) == (600, 1000)
    top = Image.open(library / "renditions" / f"{picture.stem}-square-160.jpg")
    assert top.getpixel((80, 10))[0] > 200
    assert top.getpixel((80, 150))[2] > 200


def test_what_shows_through_lies_on_white_in_jpeg_and_stays_in_the_others(library):
    content = io.BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(content, "PNG")
    picture = Picture.objects.create(file=ContentFile(content.getvalue(), "logo.png"), alt="A badge", credit="A team")
    make_renditions()
    at = library / "renditions"
    assert Image.open(at / f"{picture.stem}-wide-320.jpg").getpixel((9, 9)) == (255, 255, 255)
    assert Image.open(at / f"{picture.stem}-wide-320.webp").getpixel((9, 9))[3] == 0


def test_a_new_focal_point_makes_new_crops_under_a_new_name(stored, library, django_capture_on_commit_callbacks):
    picture = stored()
    make_renditions()
    picture.refresh_from_db()
    old_stem, old_files = picture.stem, files_in(library)
    assert len(old_files) == 15
    with django_capture_on_commit_callbacks(execute=True):
        picture.focal_x = 90
        picture.save(update_fields=["focal_x"])
    picture.refresh_from_db()
    assert picture.stem != old_stem
    assert (picture.wide_widths, picture.square_widths) == ("", "")
    assert files_in(library) == []
    assert "15 made" in make_renditions("--new")


def test_other_words_keep_the_renditions(stored, library, django_capture_on_commit_callbacks):
    picture = stored()
    make_renditions()
    before = files_in(library)
    assert before
    picture.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        picture.credit = "Another Friend"
        picture.save()
    assert files_in(library) == before
    assert make_renditions() == "Nothing is missing.\n"


def test_a_new_file_takes_the_old_ones_away(stored, drawn, library, django_capture_on_commit_callbacks):
    picture = stored()
    make_renditions()
    old = picture.file.name
    picture.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        picture.file = drawn(size=(500, 900))
        picture.save()
    picture.refresh_from_db()
    assert (picture.width, picture.height) == (500, 900)
    assert files_in(library, "originals") == [picture.file.name.removeprefix("originals/")]
    assert old != picture.file.name
    assert files_in(library) == []


def test_a_deleted_picture_takes_its_files_with_it_after_the_commit(
    stored, library, django_capture_on_commit_callbacks
):
    stored()
    make_renditions()
    with django_capture_on_commit_callbacks(execute=True):
        Picture.objects.all().delete()
        assert len(files_in(library)) == 15
    assert (files_in(library), files_in(library, "originals")) == ([], [])


def test_a_picture_that_cannot_be_read_is_named_and_the_others_are_made(stored, library):
    lost, kept = stored(), stored()
    (library / lost.file.name).unlink()
    with pytest.raises(CommandError, match=rf"upload them again:\n{lost.pk} \(Jessica"):
        make_renditions()
    kept.refresh_from_db()
    assert kept.wide_widths == "320 640 960"


def test_a_picture_changed_while_its_sizes_are_made_keeps_none_of_them(stored, library):
    picture = stored()
    Picture.objects.filter(pk=picture.pk).update(stem="0" * 32)
    assert make_missing(picture) == []
    assert files_in(library) == []


def tag(picture, arguments=""):
    template = Template("{% load pictures %}{% picture_tag picture " + arguments + " %}")
    return squeezed(template.render(Context({"picture": picture})))


def test_the_tag_offers_every_size_in_every_format(stored):
    picture = stored(size=(700, 400))
    make_renditions()
    picture.refresh_from_db()
    shown = picture.as_shown()
    at = f"/pictures/renditions/{picture.stem}-wide-"
    assert tag(shown, 'sizes="(min-width: 60em) 640px, 100vw"') == (
        f'<picture><source type="image/avif" srcset="{at}320.avif 320w, {at}640.avif 640w" '
        'sizes="(min-width: 60em) 640px, 100vw">'
        f'<source type="image/webp" srcset="{at}320.webp 320w, {at}640.webp 640w" '
        'sizes="(min-width: 60em) 640px, 100vw">'
        f'<img src="{at}640.jpg" srcset="{at}320.jpg 320w, {at}640.jpg 640w" sizes="(min-width: 60em) 640px, 100vw" '
        'width="640" height="366" alt="Jessica Bäckman at the wheel" loading="lazy" decoding="async"></picture>'
    )
    assert tag(picture) == tag(shown)
    square = tag(shown, 'shape="square" sizes="96px" css_class="portrait" first=True')
    assert 'width="320" height="320" alt="Jessica Bäckman at the wheel" class="portrait" fetchpriority="high"' in square
    assert 'loading="lazy"' not in square
    for address in (shown.address("wide", 320, "avif"), "/pictures/" + shown.file):
        assert resolve(address).func.__module__ == "pictures.views"
    assert shown.address("square", 160, "jpg") == reverse(
        "picture_rendition", args=[picture.stem, "square", "160", "jpg"]
    )


def test_until_sizes_are_made_a_small_picture_is_shown_as_it_is_and_a_large_one_not(stored):
    small, large = stored(size=(960, 500)), stored(size=(961, 500))
    assert (small.as_shown().has_wide, small.as_shown().has_square) == (True, False)
    assert tag(small) == (
        f'<picture><img src="/pictures/{small.file.name}" width="960" height="500" alt="Jessica Bäckman at the wheel" '
        'loading="lazy" decoding="async"></picture>'
    )
    assert large.as_shown().has_wide is False
    assert [tag(large), tag(small, 'shape="square"'), tag(None)] == ["", "", ""]


def test_an_alternative_text_cannot_break_out_of_the_page(stored):
    picture = stored(size=(500, 300))
    picture.alt = '"><script>alert(1)</script>'
    assert "&quot;&gt;&lt;script&gt;" in tag(picture)


def test_a_page_reads_pictures_with_the_rows_that_use_them(stored, django_assert_num_queries):
    picture = stored()
    make_renditions()
    Driver.objects.create(slug="a-a", family_name="Aa", portrait=picture)
    Driver.objects.create(slug="a-b", family_name="Ab")
    with django_assert_num_queries(1):
        rows = Driver.objects.filter(slug__in=("a-a", "a-b")).values_list("slug", *shown_fields("portrait"))
        portraits = {slug: Shown.from_values(columns) for slug, *columns in rows}
    assert portraits["a-b"] is None
    assert portraits["a-a"].wide == (320, 640, 960)
    picture.refresh_from_db()
    assert portraits["a-a"] == picture.as_shown()

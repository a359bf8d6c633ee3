"""Runs of a few answers, saved and compared."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse

from tests.compare.answers import Saved, answer_of, file_name, read_index
from tests.compare.difference import compare
from tests.compare.saving import UNFINISHED, NotARun, save

PAGE = "<!doctype html><title>Home</title><p class='a'>One <b>two</b></p>"
TABLE = "place,driver\n1,yann-ehrlacher\n"


@pytest.fixture
def saved(tmp_path):
    """Saves a run of a state; gives its folder."""

    def save_run(name, answers):
        run = Saved(tmp_path / name / "archive" / "en")
        for address, response in answers.items():
            run.add(address, answer_of(response))
        run.write_index()
        return tmp_path / name

    return save_run


def answers(page=PAGE, table=TABLE, **headers):
    return {"/": HttpResponse(page, headers=headers), "/drivers.csv": HttpResponse(table, content_type="text/csv")}


def test_a_run_is_the_same_as_itself(saved, capsys):
    assert compare(saved("before", answers()), saved("after", answers()))
    assert capsys.readouterr().out == "archive/en: 1 pages, 1 files and other answers: the same\n"


@pytest.mark.parametrize(
    "other",
    [
        answers(page=PAGE.replace("One", "Two")),
        answers(table=TABLE.replace("1", "2")),
        answers(**{"Cache-Control": "public"}),
        answers() | {"/": HttpResponse(PAGE, status=404)},
        answers() | {"/": HttpResponseRedirect("/sv/")},
        answers() | {"/teams/": HttpResponse(PAGE)},
        {"/": HttpResponse(PAGE)},
    ],
    ids=["a page", "a file", "a header", "a status", "a redirect", "one more", "one less"],
)
@pytest.mark.parametrize("parsed", [False, True], ids=["exact", "parsed"])
def test_another_answer_is_found(saved, other, parsed):
    assert not compare(saved("before", answers()), saved("after", other), parsed=parsed)


def test_a_reformatted_page_differs_only_byte_for_byte(saved, capsys):
    before = saved("before", answers())
    after = saved(
        "after", answers(page="<!doctype html>\n<title>Home</title>\n<p class='a'>\n  One <b>two</b>\n</p>\n")
    )
    assert compare(before, after, parsed=True)
    capsys.readouterr()
    assert not compare(before, after)
    assert "1 differ" in capsys.readouterr().out


def test_a_reformatted_file_differs_either_way(saved):
    before, after = saved("before", answers()), saved("after", answers(table=TABLE + "\n"))
    assert not compare(before, after, parsed=True)


def test_the_lines_that_differ_are_shown(saved, capsys):
    compare(saved("before", answers()), saved("after", answers(page=PAGE.replace("One", "Two"))), parsed=True)
    shown = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert "-One" in shown
    assert "+Two" in shown
    assert not any("Home" in line for line in shown)


def test_no_more_differences_are_shown_than_asked_for(saved, capsys):
    compare(saved("before", answers()), saved("after", answers(page="Two", table="2")), show=1)
    assert "1 more difference" in capsys.readouterr().out


def test_what_many_answers_share_is_shown_once(saved, capsys):
    pages = {f"/{name}/": PAGE.replace("two", name) for name in ("a", "b", "c")}
    before = saved("before", {name: HttpResponse(page) for name, page in pages.items()})
    after = saved("after", {name: HttpResponse(page.replace("Home", "Start")) for name, page in pages.items()})
    compare(before, after, parsed=True)
    out = capsys.readouterr().out
    assert out.count("+Start") == 1
    assert "/a/ (archive/en) and 2 more" in out


def test_what_every_release_and_every_run_decides_anew_is_no_difference(saved):
    def page(digest, token, version):
        return HttpResponse(
            f'<link href="/static/css/tables.{digest}.css"><input name="csrfmiddlewaretoken" value="{token}">'
            f'<p data-hx-get="/live/now/?show=board&amp;v={version}">',
            headers={"ETag": f'W/"{digest}"'},
        )

    before = page("3f2a9c3f2a9c", "a1B2", "0123456789abcdef")
    after = page("0d1e2f0d1e2f", "c3D4", "fedcba9876543210")
    for one, secret in ((before, "a"), (after, "b")):
        one.set_cookie("csrftoken", secret)
    assert compare(saved("before", {"/": before}), saved("after", {"/": after}))


def test_a_choice_that_a_cookie_keeps_is_compared(saved):
    runs = []
    for theme in ("dark", "light"):
        response = HttpResponse()
        response.set_cookie("theme", theme)
        runs.append(saved(theme, {"/theme/": response}))
    assert not compare(*runs)


def test_a_stream_is_read_to_its_end(saved):
    run = saved("before", {"/a.css": StreamingHttpResponse([b"a {", b"}"], content_type="text/css")})
    (entry,) = read_index(run / "archive" / "en").values()
    assert (run / "archive" / "en" / entry.file).read_bytes() == b"a {}"


def test_every_address_has_a_file_of_its_own():
    long = "/search/?q=" + 300 * "a"
    names = {file_name(address) for address in ("/", "/sv", "/sv/", "/a/?b=c", "/a/?b=d", "/ö/", long, long + "b")}
    assert len(names) == 8
    assert not any("/" in name or len(name.encode()) > 255 for name in names)


def test_a_run_that_broke_off_is_compared_with_none(saved):
    whole, broken = saved("before", answers()), saved("after", answers())
    (broken / UNFINISHED).touch()
    with pytest.raises(NotARun, match="not saved to its end"):
        compare(whole, broken)


def test_a_folder_that_is_no_run_stays_as_it_is(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear reader", encoding="utf-8")
    with pytest.raises(NotARun):
        save(tmp_path, None)
    with pytest.raises(NotARun):
        compare(tmp_path, tmp_path)
    assert (tmp_path / "letter.txt").exists()

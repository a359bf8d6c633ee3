"""Stories that come with the site become articles once; what is there belongs to the editors."""

import pytest
from django.core.management import CommandError, call_command

from news.models import Article
from news.stories import StoryProblems, load_stories, read_stories
from web.cache import revision

STORY = """\
+++
title = "A quiet test day"
slug = "a-quiet-test-day"
kicker = "Testing"
standfirst = "Nothing happened."
day = 2021-05-01
drivers = ["jessica-backman", "rob-huff"]
teams = ["target-competition"]
events = ["germany"]
title_table = "drivers"
sources = ["https://example.org/1", "https://example.org/2"]
+++

It was **quiet**.
"""


@pytest.fixture
def stories(tmp_path):
    folder = tmp_path / "2021"
    folder.mkdir()
    (folder / "12-a-quiet-test-day.md").write_text(STORY)
    return folder


def problems(folder):
    with pytest.raises(StoryProblems) as caught:
        load_stories(folder)
    return caught.value.problems


@pytest.mark.django_db
def test_a_story_becomes_an_article(stories):
    assert load_stories(stories) == 1
    article = Article.objects.get(slug="a-quiet-test-day")
    assert (article.season.year, article.order, article.title, article.kicker) == (
        2021,
        12,
        "A quiet test day",
        "Testing",
    )
    assert article.body_html == "<p>It was <strong>quiet</strong>.</p>\n"
    assert sorted(article.drivers.values_list("slug", flat=True)) == ["jessica-backman", "rob-huff"]
    assert list(article.teams.values_list("slug", flat=True)) == ["target-competition"]
    assert list(article.events.values_list("slug", flat=True)) == ["germany"]
    assert article.table.slug == "drivers"
    assert article.sources == "https://example.org/1\nhttps://example.org/2"
    assert article.is_published


@pytest.mark.django_db
def test_an_article_that_is_there_is_never_touched(stories):
    load_stories(stories)
    Article.objects.filter(slug="a-quiet-test-day").update(title="Mended", body="Mine.")
    before = revision.current()
    assert load_stories(stories) == 0
    assert revision.current() == before
    assert Article.objects.get(slug="a-quiet-test-day").title == "Mended"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2021-05-01", '"2021-05-01"', ", day: '2021-05-01' is not a date; write it as 2021-06-05 without quotes."),
        ("rob-huff", "rob-hough", ", drivers: there is no 'rob-hough'."),
        ("target-competition", "target", ", teams: there is no 'target'."),
        ('"germany"', '"iceland"', ", events: there is no 'iceland'."),
        ('title_table = "drivers"', 'title_table = "cars"', ", title_table: there is no 'cars'."),
        ('title_table = "drivers"', 'tabel = "cars"',
         ", tabel: this key is not known; there are title, slug, kicker, standfirst, day, drivers, teams, events, "
         "title_table, sources."),
        ('["germany"]', '"germany"', ", events: 'germany' is not a list of texts."),
        ('title = "A quiet test day"\n', "", ", title: this key is missing or empty."),
        ("a-quiet-test-day", "a quiet day", ", slug: 'a quiet day' cannot stand in an address."),
        ('kicker = "Testing"', f'kicker = "{"x" * 41}"', ", kicker: this has 41 characters; 40 is the most."),
        ("It was **quiet**.", "", ": there is no text."),
        ("+++\n\nIt", "\n\nIt", ": a story begins with its facts between two lines of +++."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file(stories, old, new, problem):
    (stories / "12-a-quiet-test-day.md").write_text(STORY.replace(old, new))
    assert problems(stories) == [f"12-a-quiet-test-day.md{problem}"]


@pytest.mark.django_db
def test_all_problems_come_at_once_and_nothing_is_written(stories):
    (stories / "13-another.md").write_text(STORY)
    (stories / "last.md").write_text(STORY)
    (stories / "14-latin.md").write_bytes("+++\nä".encode("latin-1"))
    (stories / "15-toml.md").write_text("+++\ntitle =\n+++\ntext")
    articles = Article.objects.count()
    with pytest.raises(CommandError) as caught:
        call_command("load_stories", stories)
    lines = str(caught.value).splitlines()
    assert lines[0] == "14-latin.md: this is not UTF-8 text."
    assert lines[1].startswith("15-toml.md: the facts are not TOML: ")
    assert lines[2:] == [
        "last.md: a story's file is named NN-slug.md, such as 01-two-step-up.md.",
        "13-another.md, slug: 12-a-quiet-test-day.md has 'a-quiet-test-day' already.",
        "Nothing was written.",
    ]
    assert Article.objects.count() == articles


@pytest.mark.django_db
def test_a_folder_is_named_after_its_season(stories):
    other = stories.rename(stories.parent / "1999")
    assert problems(other) == [f"{other}: the folder is named after its season, and there is no season '1999'."]


def test_the_stories_of_the_repository_can_be_read(settings):
    found = read_stories(settings.BASE_DIR / "news" / "stories" / "2021")
    assert [story.order for story in found] == list(range(1, 12))

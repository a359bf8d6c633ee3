"""A circuit's outline put in as a file: it takes the place of the text, or is refused in words."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from championship.models import CircuitLayout

pytestmark = pytest.mark.django_db


@pytest.fixture
def estoril():
    return CircuitLayout.objects.get(season__year=2021, circuit__slug="estoril")


def send(editor, filled, layout, content: bytes, **typed):
    page = reverse("admin:championship_circuitlayout_change", args=[layout.pk])
    file = SimpleUploadedFile("estoril.geojson", content)
    return editor.post(page, {**filled(editor.get(page)), "outline_file": file, **typed})


def test_a_file_takes_the_place_of_the_text(editor, filled, estoril, season_folder):
    before = estoril.outline
    CircuitLayout.objects.filter(pk=estoril.pk).update(outline="")
    content = (Path(season_folder) / "outlines" / "estoril.geojson").read_bytes()
    assert send(editor, filled, estoril, content).status_code == 302
    estoril.refresh_from_db()
    assert estoril.outline.strip() == before.strip()


@pytest.mark.parametrize(
    ("content", "typed", "sentence"),
    [
        (b"\xff\xfe no text", {}, "This is no GeoJSON: a Feature, or its geometry, is expected."),
        (b'{"type": "Point", "coordinates": [0, 0]}', {}, "This is GeoJSON without a line"),
        (b"[" * 200_001, {}, "This has 200001 bytes; 200000 are the most."),
        (b"", {}, "The submitted file is empty."),
    ],
)
def test_another_file_is_refused_and_what_was_typed_stays(editor, filled, said, estoril, content, typed, sentence):
    before = estoril.outline
    answer = send(editor, filled, estoril, content, name="With the chicane", **typed)
    assert answer.status_code == 200
    assert [words for words in said(answer) if words.startswith(sentence)] != []
    assert 'value="With the chicane"' in answer.content.decode()
    estoril.refresh_from_db()
    assert (estoril.outline, estoril.name) == (before, "")


def test_a_file_of_another_circuit_or_without_credit_is_refused(editor, filled, said, estoril, season_folder):
    outlines = Path(season_folder) / "outlines"
    far = send(editor, filled, estoril, (outlines / "guia.geojson").read_bytes())
    assert any("km from the circuit" in words for words in said(far))
    bare = send(editor, filled, estoril, (outlines / "estoril.geojson").read_bytes(), credit="")
    assert any(words.startswith("The outline has no credit.") for words in said(bare))

"""All shapes: what timing firms, federations, media, wikis and spreadsheets write."""

from tests.championship.race_control.grid.shapes import (
    as_copied,
    dutch_hungarian,
    english_files,
    english_pdf,
    english_web,
    french_italian,
    german,
    grids,
    messages,
    mixed,
    northern,
    qualifying,
    spanish_portuguese,
)

SHAPES = (
    *english_pdf.SHAPES,
    *english_files.SHAPES,
    *english_web.SHAPES,
    *northern.SHAPES,
    *german.SHAPES,
    *dutch_hungarian.SHAPES,
    *french_italian.SHAPES,
    *spanish_portuguese.SHAPES,
    *as_copied.SHAPES,
    *qualifying.SHAPES,
    *grids.SHAPES,
    *messages.SHAPES,
    *mixed.SHAPES,
)

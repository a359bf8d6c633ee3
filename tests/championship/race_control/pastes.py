"""Sheets as they are pasted: a race's lines written in the shapes that timing services and spreadsheets have."""

import unicodedata
from collections.abc import Callable, Iterable

from championship.formats import gap_text, time_text
from championship.season.parts import ResultView

SHORT = {"retired": "DNF", "did-not-start": "DNS", "disqualified": "DSQ", "excluded": "EXC", "not-classified": "NC"}


def on_a_sheet(lines: Iterable[ResultView]) -> list[ResultView]:
    """The lines that a sheet can hold: those with a place, and those with a status that it has a word for."""
    return [line for line in lines if line.position is not None or line.status in SHORT]


def plain(text: str) -> str:
    """Without accents, as many sheets have names."""
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def time_of(line: ResultView) -> str:
    return time_text(line.time_ms) if line.time_ms is not None else ""


def gap_of(line: ResultView) -> str:
    return gap_text(line.gap_ms, line.gap_laps)


def text(value: object) -> str:
    return "" if value is None else str(value)


def tabs(lines: list[ResultView]) -> str:
    """A spreadsheet: English heads, surnames in capitals, the status in the place's column."""
    rows = ["Pos\tNo.\tDriver\tNat\tTeam\tCar\tLaps\tTime\tGap"]
    for line in lines:
        place = text(line.position) or SHORT[line.status]
        name = f"{line.driver.given_name} {line.driver.family_name.upper()}"
        cells = [place, text(line.number), name, line.driver.country, line.entry.team_name, line.entry.car]
        rows.append("\t".join([*cells, text(line.laps), time_of(line), gap_of(line)]))
    return "\n".join([*rows, "", "Fastest lap:\tRob Huff\t2:33.452"])


def semicolons(lines: list[ResultView]) -> str:
    """A German sheet: decimal commas, SURNAME Given, the time and the gap under one head."""
    rows = ["Platz;Startnr.;Fahrer;Bewerber;Runden;Zeit / Abstand"]
    for line in lines:
        name = f"{line.driver.family_name.upper()} {line.driver.given_name}"
        shown = "Ausfall" if line.status == "retired" else SHORT.get(line.status, time_of(line) or gap_of(line))
        cells = [text(line.position), text(line.number), name, line.entry.team_name, text(line.laps), shown]
        rows.append(";".join(cells).replace(".", ","))
    return "\r\n".join(rows)


def quoted(lines: list[ResultView]) -> str:
    """A French CSV file: Nom and Prénom apart, decimal commas in quotes."""
    rows = ["Cl.,N°,Nom,Prénom,Tours,Temps,Écart,État"]
    for line in lines:
        status = {"retired": "Ab.", "did-not-start": "Non partant"}.get(line.status, SHORT.get(line.status, ""))
        times = [one.replace(".", ",") for one in (time_of(line), gap_of(line))]
        cells = [text(line.position), text(line.number), line.driver.family_name, line.driver.given_name]
        rows.append(",".join(f'"{cell}"' for cell in [*cells, text(line.laps), *times, status]))
    return "\n".join(rows)


def columns(lines: list[ResultView]) -> str:
    """A PDF with its columns kept: Italian heads, the retired under a heading and without a place."""
    rows = [
        "FIA WTCR - Classifica Gara 1",
        f"{'Pos':<5}{'N.':<5}{'Pilota':<24}{'Giri':<6}{'Tempo':<14}{'Distacco':<12}",
    ]
    for number, line in enumerate(lines):
        if line.position is None and (number == 0 or lines[number - 1].position is not None):
            rows += ["", "NON CLASSIFICATI"]
        shown = SHORT.get(line.status, time_of(line))
        cells = [(text(line.position), 5), (text(line.number), 5), (line.driver.name, 24), (text(line.laps), 6)]
        cells += [(shown, 14), (gap_of(line), 12)]
        rows.append("".join(f"{cell:<{width}}" for cell, width in cells).rstrip())
    return "\n".join([*rows, "", "Pagina 1 di 1"])


def single_spaces(lines: list[ResultView]) -> str:
    """A PDF whose columns fell together: no heads, initials, no accents, team and car behind the name."""
    rows = []
    for line in lines:
        name = f"{line.driver.given_name[:1]}. {line.driver.family_name.upper()}"
        parts = [text(line.position), text(line.number), plain(name), plain(line.entry.team_name), line.entry.car]
        parts += [text(line.laps), time_of(line) or gap_of(line).replace("+", "+ "), SHORT.get(line.status, "")]
        rows.append(" ".join(part for part in parts if part))
    return "\n".join(rows)


def bars(lines: list[ResultView]) -> str:
    """A table of a wiki: Swedish heads, surnames alone, a full stop behind the place."""
    rows = ["| Plac. | Nr | Förare | Varv | Tid |", "|---|---|---|---|---|"]
    for line in lines:
        place = (
            f"{line.position}." if line.position else {"retired": "Bröt"}.get(line.status, SHORT.get(line.status, ""))
        )
        cells = [place, text(line.number), line.driver.family_name, text(line.laps), time_of(line) or gap_of(line)]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


SHAPES: tuple[Callable[[list[ResultView]], str], ...] = (tabs, semicolons, quoted, columns, single_spaces, bars)

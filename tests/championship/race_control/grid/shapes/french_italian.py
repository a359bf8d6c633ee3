"""French and Italian sheets."""

from functools import partial

from tests.championship.race_control.grid.columns import (
    best,
    best_in,
    family,
    family_capitals,
    gap,
    given,
    grid,
    interval,
    laps,
    marks,
    mean_speed,
    name,
    number,
    of,
    own,
    place,
    place_in_class,
    points,
    speed,
    time_or_gap,
    total,
    words,
)
from tests.championship.race_control.grid.layouts import (
    fixed,
    joined,
    one_a_line,
    one_space,
    quoted,
    spaced_tabs,
    wiki_cells,
)
from tests.championship.race_control.grid.notation import (
    apostrophes,
    capitals_given,
    colons,
    commas,
    curly,
    family_comma_given,
    given_capitals,
    laps_words,
    letters,
    quotes,
    shorter,
    with_hours,
    with_nation,
)
from tests.championship.race_control.grid.paper import Head, Shape
from tests.championship.race_control.grid.races import Race, race

TOUR = laps_words("{} Tour", "{} Tours")
A_TOUR = laps_words("à {} tour", "à {} tours")
A_GIRO = laps_words("a {} giro", "a {} giri")
GIRO = laps_words("+{} giro", "+{} giri")
FR = words("Abandon", "Non partant", "Non classé", "Disqualifié")
FR_SHORT = words("AB", "NP", "NC", "DSQ")
IT = words("Ritirato", "Non partito", "Non classificato", "Squalificato")
IT_SHORT = words("RIT", "NP", "NC", "SQ")
INTERNATIONAL = words("DNF", "DNS", "NC", "DSQ")


def french_title(race: Race) -> list[str]:
    return [f"{race.circuit} ({race.metres} m)", f"Classement Course {race.title[-1]} - {race.laps} tours", ""]


def french_end(race: Race) -> list[str]:
    fastest = race.fastest
    return [
        "",
        f"Meilleur tour : {fastest.name} en {quotes(fastest.best or 0)} au tour {fastest.best_in}",
        "Le Directeur de Course : D. Course      Affiché à 16h32",
        "Page 1 / 1",
    ]


def italian_title(race: Race) -> list[str]:
    return [f"{race.circuit}", f"CLASSIFICA GARA {race.title[-1]}", ""]


SHAPES = (
    Shape(
        "french_federation_pdf",
        "fr",
        "A timekeeper's PDF: Écart, Interv., Meilleur tour, Tour, Moy.; the others under headings.",
        (
            Head("Clt", place(), ">"),
            Head("N°", number(), ">"),
            Head("Pilote", name(capitals_given)),
            Head("Voiture", of("model")),
            Head("Tours", laps(), ">"),
            Head("Temps", total(apostrophes), ">"),
            Head("Écart", gap(apostrophes, down=TOUR), ">"),
            Head("Interv.", interval(apostrophes, down=TOUR), ">"),
            Head("Moy.", mean_speed(3), ">"),
            Head("Meilleur tour", best(apostrophes), ">"),
            Head("Tour", best_in, ">"),
        ),
        fixed(),
        marks(heading=words("ABANDONS", "NON PARTANTS", "NON CLASSÉS", "DISQUALIFIÉS")),
        before=french_title,
        after=french_end,
    ),
    Shape(
        "french_tabs",
        "fr",
        "A site's table copied: one column of time and gap, à 1 tour, the status in it.",
        (
            Head("Pos.", place()),
            Head("N°", number()),
            Head("Pilote", name(with_nation(given_capitals))),
            Head("Équipe", of("team")),
            Head("Tours", laps()),
            Head("Temps/Écart", time_or_gap(quotes, down=A_TOUR, sign="à ")),
            Head("Meilleur tour", best(quotes)),
        ),
        joined("\t"),
        marks(time=FR),
    ),
    Shape(
        "french_one_space",
        "fr",
        "Columns fallen together: Tours and Temps side by side, à 1 tour.",
        (
            Head("Pos", place()),
            Head("N°", number()),
            Head("Pilote", name()),
            Head("Tours", laps()),
            Head("Temps", time_or_gap(apostrophes, down=A_TOUR)),
        ),
        one_space,
        marks(place=FR_SHORT),
    ),
    Shape(
        "french_csv",
        "fr",
        "A timekeeper's CSV: Nom, Prénom, Tps total, Ecart 1er, Ecart préc., M. Tour, État.",
        (
            Head("Cl.", place()),
            Head("Num", number()),
            Head("Nom", family),
            Head("Prénom", given),
            Head("Catégorie", of("category")),
            Head("Clt Cat.", place_in_class()),
            Head("Nb tours", laps()),
            Head("Tps total", total(commas(with_hours), unplaced=False)),
            Head("Ecart 1er", gap(commas(colons), down=TOUR)),
            Head("Ecart préc.", interval(commas(colons), down=TOUR)),
            Head("M. Tour", best(commas(colons))),
            Head("État", own),
        ),
        quoted(";"),
        marks(own=words("Abandon", "Non partant", "Non class.", "Disqualifié", "Classé")),
    ),
    Shape(
        "french_wiki",
        "fr",
        "A French wiki's text, a cell a line: Temps/Abandon with reasons, Grille, Points.",
        (
            Head("Pos.", place()),
            Head("N°", number()),
            Head("Pilote", name(lambda car: f"{{{{{car.nation}-d}}}} [[{car.name}]]")),
            Head("Écurie", of("team")),
            Head("Tours", laps()),
            Head("Temps/Abandon", time_or_gap(letters, down=laps_words("+{} tour", "+{} tours"))),
            Head("Grille", grid),
            Head("Points", points()),
        ),
        wiki_cells,
        marks(
            place=words("Abd.", "Np.", "Nc.", "Dsq."),
            time=words("{reason}", "Non partant", "Non classé", "Disqualification"),
        ),
    ),
    Shape(
        "french_karting_tabs",
        "fr",
        "A result page copied: hundredths, apostrophes of a word processor, totals and laps alone.",
        (
            Head("Place", place("{}e")),
            Head("N°", number()),
            Head("Concurrent", name(family_comma_given)),
            Head("Nb. tours", laps()),
            Head("Temps total", total(shorter(curly, 2), unplaced=False)),
            Head("Meilleur temps", best(shorter(curly, 2), fastest=" *")),
            Head("Observations", own),
        ),
        spaced_tabs,
        marks(own=words("Abandon ({reason})", "Forfait", "Non classé", "Exclu")),
        make=partial(race, step=10),
    ),
    Shape(
        "italian_pdf",
        "it",
        "A timekeepers' PDF: Concorrente, Giri, Tempo, Distacco, Miglior giro, al giro; N.C. under a heading.",
        (
            Head("Pos", place(), ">"),
            Head("Num", number(), ">"),
            Head("Conduttore", name(given_capitals)),
            Head("Scuderia", of("team")),
            Head("Vettura", of("model")),
            Head("Giri", laps(), ">"),
            Head("Tempo", total(apostrophes), ">"),
            Head("Distacco", gap(apostrophes, down=laps_words("{} giro", "{} giri")), ">"),
            Head("Miglior giro", best(apostrophes), ">"),
            Head("al giro", best_in, ">"),
            Head("Media", mean_speed(3), ">"),
        ),
        fixed(),
        marks(heading=words("RITIRATI", "NON PARTITI", "NON CLASSIFICATI", "SQUALIFICATI")),
        before=italian_title,
        after=lambda _race: ["", "Il Direttore di Gara: D. Gara", "Pagina 1 di 1"],
    ),
    Shape(
        "italian_tabs",
        "it",
        "A site's table: Distacco a 1.403, a 1 giro; the status as the place.",
        (
            Head("Pos.", place("{}°")),
            Head("N.", number()),
            Head("Pilota", name()),
            Head("Team", of("team")),
            Head("Giri", laps()),
            Head("Tempo/Distacco", time_or_gap(apostrophes, colons, sign="a ", down=A_GIRO)),
            Head("Giro veloce", best(apostrophes)),
            Head("Punti", points()),
        ),
        joined("\t"),
        marks(place=IT_SHORT),
    ),
    Shape(
        "italian_one_space",
        "it",
        "Columns fallen together: Giri and Tempo side by side.",
        (
            Head("Pos", place()),
            Head("Num", number()),
            Head("Pilota", name(capitals_given)),
            Head("Giri", laps()),
            Head("Tempo", time_or_gap(down=GIRO)),
            Head("Giro Veloce", best()),
        ),
        one_space,
        marks(place=INTERNATIONAL),
    ),
    Shape(
        "italian_csv",
        "it",
        "A CSV file: Cognome, Nome, Tempo totale, Dist. primo, Dist. prec., Stato.",
        (
            Head("Posizione", place()),
            Head("Numero", number()),
            Head("Cognome", family_capitals),
            Head("Nome", given),
            Head("Classe", of("category")),
            Head("Nr. giri", laps()),
            Head("Tempo totale", total(commas(quotes), unplaced=False)),
            Head("Dist. primo", gap(commas(colons), sign="+", down=GIRO)),
            Head("Dist. prec.", interval(commas(colons), sign="+", down=GIRO)),
            Head("Miglior tempo", best(commas(colons))),
            Head("Stato", own),
        ),
        joined(";"),
        marks(own=words("Ritirato", "Non partito", "Non classificato", "Escluso", "Arrivato")),
    ),
    Shape(
        "italian_one_cell_a_line",
        "it",
        "One cell a line, a dash for a blank one.",
        (
            Head("Pos", place()),
            Head("N°", number()),
            Head("Pilota", name()),
            Head("Giri", laps()),
            Head("Distacco", time_or_gap(apostrophes, down=GIRO)),
        ),
        one_a_line("-"),
        marks(place=IT_SHORT, time=IT),
    ),
    Shape(
        "french_speeds",
        "fr",
        "Columns kept, blank cells among speeds of three decimals: who has no best lap has no speed.",
        (
            Head("Rang", place(), ">"),
            Head("No", number(), ">"),
            Head("Pilote", name()),
            Head("Tours", laps(), ">"),
            Head("Écart", gap(down=laps_words("{} tr", "{} trs")), ">"),
            Head("Vitesse", mean_speed(3), ">"),
            Head("V. max", speed(3), ">"),
            Head("Meill. tour", best(quotes), ">"),
        ),
        fixed(),
        marks(place=words("ABD", "NPT", "NCL", "DSQ")),
    ),
)

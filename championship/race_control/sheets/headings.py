"""The heads of a timing sheet's columns, in six languages."""

from collections.abc import Sequence
from functools import lru_cache

from championship.race_control.sheets.words import fold

# `nothing` is known and not read: it helps to tell a line of heads from a line of names.
_HEADS = {
    "position": (
        "pos|p|place|pl|plc|plac|rank|rk|rang|rg|position|platz|cla|clas|class|cl|classification|classement|posizione|"
        "posicion|puesto|placering|plats|posto|finish|fin|resultat"
    ),
    "number": (
        "no|nr|n|nbr|num|number|numero|nummer|car no|car nr|car number|car|startnummer|startnr|start no|start nr|stnr|"
        "st nr|dorsal|bil nr|bilnr|race number|voiture n|n voiture|gara"
    ),
    "name": (
        "driver|drivers|driver name|name|names|pilote|pilotes|fahrer|pilota|piloti|piloto|pilotos|forare|nom|nome|"
        "nombre|namn|competitor|conductor|conducteur|fahrername|conduttore|concurrent|concorrente|driver s"
    ),
    "given": "first name|firstname|given name|prenom|vorname|fornamn|forename|first",
    "family": "last name|lastname|surname|family name|nachname|familienname|cognome|apellido|apellidos|efternamn|last",
    "laps": "laps|lap|lps|tours|tour|trs|runden|runde|rdn|rd|giri|giro|vueltas|vtas|vlt|varv|voltas|ant varv",
    "time": (
        "time|total time|race time|total|temps|temps total|zeit|gesamtzeit|laufzeit|tempo|tempo totale|tiempo|"
        "tiempo total|tid|totaltid|time gap|time diff|time retired|time ret|elapsed|total tid|temps ecart|zeit abstand|"
        "tempo distacco|tiempo diferencia|tid diff"
    ),
    "gap": (
        "gap|gaps|diff|difference|behind|gap to leader|gap to first|to leader|to first|ecart|ecarts|ecart 1er|abstand|"
        "ruckstand|distacco|distacchi|dist|diferencia|dif|lucka|avstand|efter|leader|delay|diff 1st|gap 1st"
    ),
    "interval": (
        "interval|int|intv|gap to previous|gap prev|to previous|previous|prev|diff prev|ecart prec|intervalle|"
        "intervall|intervallo|intervalo|prec|ecart precedent|dif ant|gap to next|ahead"
    ),
    "best": (
        "best|best lap|best time|best lap time|fastest|fastest lap|fastest time|lap time|laptime|meilleur tour|"
        "meilleur temps|meilleur|m tour|beste runde|schnellste runde|bestzeit|beste zeit|rundenzeit|miglior giro|"
        "miglior tempo|giro veloce|giro migliore|mejor vuelta|mejor tiempo|vuelta rapida|mejor|basta varv|"
        "snabbaste varv|basta tid|varvtid|bestes|best tm|fast lap|tps|tiempo vuelta|fl"
    ),
    "status": "status|state|statut|etat|stato|estado|result|remarks|remark|note|notes|bemerkung|reason|why",
    "grid": "grid|grid pos|grid position|grille|startplatz|startpos|start pos|griglia|parrilla|startposition|gd|start",
    "nothing": (
        "team|teams|entrant|equipe|ecurie|squadra|scuderia|equipo|escuderia|stall|car model|model|make|vehicle|voiture|"
        "fahrzeug|auto|vettura|coche|bil|marke|marque|marca|nat|nation|nationality|nationalitat|nazionalita|ctry|"
        "country|class pos|cat|category|klasse|classe|clase|klass|kmh|km h|kph|mph|speed|avg|avg speed|average|moyenne|"
        "schnitt|media|velocidad|velocita|points|pts|punkte|punti|puntos|poang|in lap|on lap|in|on|lap no|im runde|"
        "pic|pos in class|tyre|tyres|tires|sponsor|sektor|sector|s1|s2|s3|pits|pit|stops|title|licence|club|bewerber|"
        "concorrenti|hometown|laps led|bonus|ballast|weight|age|birthday|besten in|bester in|nac|naz"
    ),
}
_ROLES = {phrase: role for role, phrases in _HEADS.items() for phrase in phrases.split("|")}


@lru_cache(4_096)
def role_of(head: str) -> str | None:
    """What a column holds by its head ("N°", "Écart", "Best lap"); None when the head is not known."""
    if head.strip() == "#":
        return "number"
    folded = fold(head)
    return _ROLES.get(folded) or _ROLES.get(folded.replace(" ", "")) if folded else None


def roles_of(cells: Sequence[str]) -> list[str | None] | None:
    """What each column holds when the cells are heads; None when they are not."""
    roles = [role_of(cell) for cell in cells]
    known = [role for role in roles if role]
    filled = sum(bool(cell.strip()) for cell in cells)
    if len(known) < 2 or len(known) * 2 < filled or any(any(map(str.isdigit, cell)) for cell in cells[:2]):
        return None
    return _settled(roles)


def roles_in(words: Sequence[str]) -> list[str | None] | None:
    """The same of heads with single spaces between, where a head may be two or three words."""
    roles: list[str | None] = []
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            role = role_of(" ".join(words[at : at + size]))
            if role and at + size <= len(words):
                roles.append(role)
                break
        else:
            return None
        at += size
    return _settled(roles) if len(roles) >= 3 else None


def _settled(roles: list[str | None]) -> list[str | None]:
    """Nom beside Prénom is the family name, Nome beside Cognome the given one; of two alike the first counts."""
    if "name" in roles and "family" in roles:
        roles = ["given" if role == "name" else role for role in roles]
    elif "name" in roles and "given" in roles:
        roles = ["family" if role == "name" else role for role in roles]
    seen: set[str] = set()
    settled: list[str | None] = []
    for role in roles:
        settled.append("nothing" if role in seen else role)
        seen.add(role or "")
    return settled

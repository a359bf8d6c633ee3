"""What a column of a timing sheet holds, by its head: put together from the words of ten languages.

A head is read word by word, so that "Beste Rd.", "Schn. Runde" and "fastestLapTime" need no entry each: a word for best
with one for lap is a best lap in whatever language, order or spelling. One word that is not known makes the whole head
unknown, for it may turn the meaning of the others round.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from championship.race_control.sheets.words import fold


class Role(StrEnum):
    """What a column is read as. PART is an earlier part of a qualifying, whose times a result has no field for."""

    POSITION = "position"
    NUMBER = "number"
    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    LAPS = "laps"
    TIME = "time"
    GAP = "gap"
    INTERVAL = "interval"
    BEST = "best"
    STATUS = "status"
    GRID = "grid"
    PART = "part"
    CLASS = "class"
    POINTS = "points"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


NAMES = (Role.NAME, Role.GIVEN, Role.FAMILY)
TIMES = (Role.TIME, Role.GAP, Role.INTERVAL, Role.BEST)
# A result has no field for what stands there.
UNREAD = (Role.CLASS, Role.POINTS, Role.IGNORED, Role.PART)


class Head(NamedTuple):
    """A head as it is understood.

    shape: what its cells look like, "words", "figure", "code" (one short word) or "any". is_sure: nothing that
    stands in the column makes it another, as an interval under "Gap" does. has_reasons: words that are no
    status say why. is_somebody: a team's, or an entrant's, who may be the driver.
    """

    text: str
    role: Role
    shape: str = "any"
    is_sure: bool = True
    has_reasons: bool = False
    is_somebody: bool = False


_WORDS = {
    "position": (
        "pos posn p place places pl plc plac plats placering platz rang rank ranking rk rg ran cla clas clt "
        "classement classifica classificacion classification posizione posicion puesto posicao posto lugar plass "
        "plassering plaats positie position helyezes hely helyez finish finishing fin resultat result overall "
        "gesamtplatz piazzamento cl piazz ass pozicio plas posisjon pozycja"
    ),
    "number": (
        "no nr n nbr nmbr num number numero numer nummer startnummer startnr startno stnr rajtszam rsz rajtsz "
        "szam dorsal bilnr bilnummer carno carnr carnumber racenumber racenr startnum gara nro bib"
    ),
    "car": (
        "car cars bil auto voiture vehicle vehicule fahrzeug vettura coche carro viatura wagen kjoretoy gepkocsi "
        "machine model modell modele modello modelo make marke marque marca merk merke marka fabrikat type typ "
        "tipo bilmarke kocsi veiculo veiculos jarmu auton"
    ),
    "driver": (
        "driver drivers pilote pilotes fahrer fahrerin pilota piloti piloto pilotos forare forer forere rijder "
        "rijders coureur coureurs bestuurder versenyzo versenyzok conducteur conductor conduttore conduttori "
        "competitor concurrent concorrente concorrenti deltaker deelnemer pilotak condutor piloot concursante "
        "teilnehmer tavlande utover utovere sofor pilotas conductores navnet lenker lenkerin"
    ),
    "name": ("name names nom noms nome nombre namn navn naam nev fahrername drivername nombres nominativo nominativi"),
    "given": "given prenom vorname fornamn fornavn voornaam keresztnev forename firstname givenname utonev",
    "family": (
        "last surname family nachname familienname cognome apellido apellidos efternamn etternavn achternaam "
        "vezeteknev sobrenome apelido lastname familyname secondname second csaladnev csaladi familie"
    ),
    "lap": (
        "laps lap lps tours tour trs tr runden runde rdn rd rnd rnds runds giri giro vueltas vuelta vlt vlts vts "
        "vta vtas varv voltas volta ronden ronde rondes runder kor korok rdr omg varven lapok rondas vlta v kore "
        "koret koreinek vltas g omgang"
    ),
    "time": (
        "time times zeit zeiten tid tider temps tempo tempi tempos tiempo tiempos tijd tijden ido tm tps idok zt temp "
        "chrono chronos crono cronos idomero"
    ),
    "total": (
        "total totals totale totaal totalt totala gesamt samlet elapsed ossz osszes osszesitett cumul cumule "
        "cumulative tot teljes overall sum slut slutt end final ges"
    ),
    "total time": (
        "gesamtzeit totaltid laufzeit rennzeit fahrzeit osszido tottid racetime totaltime totaltijd versenyido "
        "korseltid racetid lopptid sluttid totaaltijd"
    ),
    "race": "race course rennen corsa carrera corrida lopp lop verseny wedstrijd heat rennens gara",
    "gap": (
        "gap gaps diff diffs difference differenz differens differanse differenza behind ecart ecarts abstand "
        "ruckstand ruckst rueckstand distacco distacchi dist diferencia dif difer lucka avstand efter verschil "
        "achterstand hatrany kulonbseg kul delay atraso diferenca delta margin retard ruck tilb bak lemaradas "
        "distac ritardo deficit dff etter hatr efteratleder lem abst abstd"
    ),
    "first": (
        "leader first 1st 1er 1 premier erster ersten primo primero primeiro leder ledare lider elso tete 1e "
        "spitze p1 1o"
    ),
    "previous": (
        "interval intervals int intv intvl previous prev prec precedent precedente preced ahead anterior ant "
        "vorherig vordermann vorderm vorher foregaende framfor framforvarande forrige foran vorige elozo next "
        "intervalle intervall intervallo intervalo front vorne inter intervalos intervaller voorganger suivant "
        "avant interv elotte vor davor"
    ),
    "best": (
        "best beste bester bestes fastest fast fastst schnellste schnellster schnellst schn schnelle snabbaste "
        "snabbast basta bast meilleur meilleure meill miglior migliore mejor mejores melhor rapida rapide rapido "
        "veloce raskeste snelste snel snelle legjobb leggyorsabb hurtigste fl mt mv rv hurtigst personal snabb "
        "hot m migl mell"
    ),
    "lap time": (
        "rundenzeit varvtid rondetijd korido laptime rundetid tempogiro rondetid rondentijd koridok rdz rdzeit"
    ),
    "best lap": (
        "bestlap fastlap fastestlap bestzeit bestetijd bestrunde fastestlaptime bestlaptime basttid bestetid "
        "besttime legjobbkor bestrd blt flt blap"
    ),
    "lap number": "in on im i lapnum laptnum lapno lapnr rundennr itour engiro umkor na korben varvet",
    "speed": (
        "kmh km kph mph speed avg average ave moy moyenne schnitt durchschnitt media medel velocidad velocita "
        "velocidade vitesse gemiddelde snelheid atlag atlagsebesseg hastighet snitt geschw geschwindigkeit "
        "sebesseg vmax vmoy medelhastighet medelhast snelh gem topspeed trap vel med gmed mittel avspeed "
        "velocitat gjennomsnitt snitthastighet gemid"
    ),
    "points": (
        "points pts pt punkte punkti punti puntos poang poeng punten pontos pont pontok pkt bonus pnt pto ptos "
        "pct punkt pontszam poangsumma"
    ),
    "class": (
        "class clase classe klasse klass klas kategoria categoria category categorie cat kat kategorie division "
        "div group groupe gruppe grp osztaly kl cls gr grupp categ gruppo grupo divisione osztalyok cl divisie "
        "divisio klassen"
    ),
    "place in class": "pic cpos clpos klpos pcl picl classpos",
    "team": (
        "concurrent concurrents team teams equipe ecurie squadra scuderia equipo escuderia stall lag entrant "
        "entrants bewerber csapat sponsor sponsors club klubb entry entries equipa ploeg teamname teamnamn nevezo "
        "concorrente scud verein bewerb inscrit klub egyesulet concorrenti anmalare forening foreningen"
    ),
    "nation": (
        "nat nation nationality country ctry nac naz land pays pais flag nationalitat nationalite nasjon nemzet "
        "orszag nationaliteit nacionalidad nacionalidade nazionalita natl nati ntl paese nazione"
    ),
    "status": (
        "status state statut etat stato estado remarks remark note notes noter bemerkung bemerkungen reason why "
        "utfall anmerkung anmerkungen merknad opmerking statusz anmarkning remarques observations osservazioni "
        "out megjegyzes obs estat grund raison motivo comment comments commento kommentar comentario comentarios "
        "observacoes situacao situacion situation observaciones allapot"
    ),
    "retired": (
        "retired ret retd ausfall retirement abandon abandono ritiro brutit rit dnf kieses uit uitgevallen "
        "retirado ritirato kiesett utgatt brutt oka abandonou utgick uitvalreden brot brott brutet desistencia "
        "uitval"
    ),
    "grid": (
        "grid startplatz startpos startposition startplass startplats startplaats grille griglia parrilla grelha "
        "startpositie rajthely rajtpozicio gd gridpos startplasering gridplace startplek startplekken grilla ruta "
        "startruta startspor spor startplassen startpl startposisjon grd rajth"
    ),
    "start": "start rajt depart partenza salida largada larg starting startet sarrera st",
    "part of a lap": "s1 s2 s3 sector sektor secteur settore sectors sector1 sector2 sector3 szektor t1 t2 t3",
    "other": (
        "tyre tyres tires tire pits pit stops stop transponder transp id ids weight age birthday hometown licence "
        "license lic bonus ballast led title ecu dmd cust incidents inc irating ir hh uid lizenz tx dob reifen "
        "gomme pneus dekk dack gumi fuel box boxes stint hcp handicap won lost movement chg change vs passings ip "
        "rating old new max sort suspension theor theoretical ideal theoretisch theorique teorica teorico"
    ),
    "filler": (
        "of the to de la du des der die den dem das von vom zum zur zu al el del della delle dei di il le les au "
        "aux a o till van het do da na from and et und och og en és es y e i pa per for by vid comp completed "
        "done driven run ran covered ant antal antall anzahl nb nbre db s set made auf full dal anz mais mas plus "
        "aantal szama megtett compiuti percorsi cumplidas completadas effectues gefahrene gefahren korda korte "
        "gereden ferdige beendete piu avec til med dadas qualifying kval kvalificering kvalifisering "
        "kwalificatie qualifikation qualification qualifica clasificacion qualificacao"
    ),
}
_CONCEPTS: dict[str, frozenset[str]] = {}
for _concept, _words in _WORDS.items():
    for _word in _words.split():
        _CONCEPTS[_word] = _CONCEPTS.get(_word, frozenset()) | {_concept}
# Two or three words that together mean something else than one by one.
_PHRASES = {
    "first name": "given",
    "last name": "family",
    "o a": "position",
    "km h": "speed",
    "in lap": "lap number",
    "on lap": "lap number",
    "pa varv": "lap number",
    "pa runde": "lap number",
    "au tour": "lap number",
    "al giro": "lap number",
    "en vuelta": "lap number",
    "na volta": "lap number",
    "in ronde": "lap number",
    "time of day": "other",
    "no of": "filler",
    "nr of": "filler",
    "number of": "filler",
    "nombre de": "filler",
    "numero de": "filler",
    "numero di": "filler",
    "start time": "other",
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")
_PLACES_WON = re.compile(r"[+\-–−/±Δ↑↓▲▼ ]+")
_QUALIFYING_PART = re.compile(
    r"(?:q|quali|qualif|qualifying|kval|part|session|segment)\s?([1-4])(?: time| tid| zeit| temps)?"
)
_IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_POSSESSIVE = re.compile(r"['’]s\b")


@lru_cache(4_096)
def head_of(text: str) -> Head | None:
    """What a head means; None when one of its words is not known."""
    text = text.strip()
    if text.isdigit():
        return None
    if text in ("#", "№"):
        return Head(text, Role.NUMBER, "figure")
    if _PLACES_WON.fullmatch(text):
        return Head(text, Role.IGNORED, "figure")
    spelt = text.replace("#", " no ")
    apart = fold(_CAMEL.sub(" ", _POSSESSIVE.sub("", spelt)))
    whole = fold(spelt)
    if _QUALIFYING_PART.fullmatch(whole):
        return Head(text, Role.PART, "figure")
    # "Best lap (m:ss)" is a best lap; what is in brackets may be its unit.
    unitless = fold(_IN_BRACKETS.sub("", text))
    for plain in filter(None, dict.fromkeys((whole, apart, whole.replace(" ", ""), unitless))):
        concepts = _concepts_of(plain)
        if concepts:
            rule = _rule_for(concepts)
            return rule and Head(
                text, rule.role, rule.shape, rule.is_sure, _has_reasons(concepts), "team" in rule.needs
            )
    return None


@lru_cache(4_096)
def is_one_head(text: str) -> bool:
    """Whether words with single spaces between are one head: "Beste Runde" is, "Pos Nr" is two."""
    if " " not in text:
        return head_of(text) is not None
    concepts = _concepts_of(fold(text))
    rule = _rule_for(concepts) if concepts else None
    if rule is None:
        return bool(_QUALIFYING_PART.fullmatch(fold(text)))
    if rule.role is Role.IGNORED:
        beside = {"name"} if rule.shape == "words" else _OF_SOMEBODY if rule.shape == "any" else _OF_TIME
    else:
        beside = _BESIDE.get(rule.role, frozenset())
    # A speed or a tyre needs but one other word.
    most = 2 if rule.role is Role.IGNORED else 3
    return len(concepts) <= most and all(meant & (rule.needs | beside) for meant in concepts)


def _has_reasons(concepts: Sequence[frozenset[str]]) -> bool:
    return any(meant & {"retired", "status"} for meant in concepts)


def _concepts_of(plain: str) -> list[frozenset[str]]:
    """What each word may mean, fillers left out; nothing when a word is not known."""
    words = plain.split()
    concepts = []
    at = 0
    while at < len(words):
        size = next((size for size in (3, 2, 1) if " ".join(words[at : at + size]) in _PHRASES), 0)
        if size:
            meant = frozenset({_PHRASES[" ".join(words[at : at + size])]})
        else:
            meant = _CONCEPTS.get(words[at]) or _CONCEPTS.get(words[at].rstrip("1"), frozenset())
            first, second = ("", "") if meant else _parts_of(words[at])
            if first:
                concepts.append(_CONCEPTS[first])
                meant = _CONCEPTS[second]
            if not meant:
                return []
        concepts.append(meant)
        at += size or 1
    # "Nº vueltas" is how many, "Volta nº" which one.
    if len(concepts) > 1 and "number" in concepts[0] and "lap" in concepts[1]:
        concepts = concepts[1:]
    # Of the words that fill a head only those that mean something else, too, count.
    return [meant for meant in concepts if meant != {"filler"}]


def _parts_of(word: str) -> tuple[str, str]:
    """Two words that are written as one, "Förarnamn", "Totaaltijd", "Startruta"; none where it is no such pair."""
    for at in range(3, len(word) - 2):
        for first in (word[:at], word[: at - 1]):
            # A letter joins the two at most.
            if len(first) >= 3 and first in _CONCEPTS and word[at:] in _CONCEPTS:
                return first, word[at:]
    return "", ""


def _rule_for(concepts: Sequence[frozenset[str]]) -> "_Rule | None":
    """The first rule whose words are all there."""
    may = frozenset().union(*concepts)
    return next((rule for rule in _RULES if rule.needs <= may and (len(concepts) == 1 or not rule.alone)), None)


class _Rule(NamedTuple):
    needs: frozenset[str]
    role: Role
    shape: str
    is_sure: bool
    alone: bool


def _rule(needs: str, role: Role, shape: str = "figure", *, sure: bool = True, alone: bool = False) -> _Rule:
    return _Rule(frozenset(needs.split(" + ")), role, shape, sure, alone)


# From the most particular to the plainest. What one word alone may mean twice, "Cl." or "Gap", is for the cells to say.
_RULES = (
    _rule("speed", Role.IGNORED),
    _rule("part of a lap", Role.IGNORED),
    _rule("other", Role.IGNORED, "any"),
    _rule("place in class", Role.IGNORED),
    _rule("points", Role.POINTS),
    _rule("class + position", Role.CLASS, "any", sure=False, alone=True),
    _rule("class + position", Role.IGNORED),
    _rule("grid", Role.GRID),
    _rule("start + position", Role.GRID),
    _rule("start + number", Role.NUMBER),
    _rule("start", Role.GRID, sure=False, alone=True),
    _rule("best lap + number", Role.IGNORED),
    _rule("best + lap + number", Role.IGNORED),
    _rule("best + lap + lap number", Role.BEST),
    _rule("best lap + lap number", Role.BEST),
    _rule("best + time + lap number", Role.BEST),
    _rule("best + lap number", Role.IGNORED, sure=False),
    _rule("lap + number", Role.IGNORED, sure=False),
    _rule("family + lap", Role.IGNORED),
    _rule("family + lap time", Role.IGNORED),
    _rule("best + gap", Role.GAP, sure=False),
    _rule("best lap", Role.BEST),
    _rule("best", Role.BEST),
    _rule("lap time", Role.BEST),
    _rule("gap + previous", Role.INTERVAL),
    _rule("gap + first", Role.GAP),
    _rule("time + gap", Role.TIME),
    _rule("total time + gap", Role.TIME),
    _rule("gap", Role.GAP, sure=False),
    _rule("lap + time", Role.BEST),
    _rule("lap number + lap", Role.IGNORED, sure=False),
    _rule("lap + previous", Role.LAPS, sure=False),
    _rule("previous", Role.INTERVAL, sure=False),
    _rule("total + time", Role.TIME),
    _rule("total + position", Role.POSITION),
    _rule("total + lap", Role.LAPS),
    _rule("total time", Role.TIME),
    _rule("total", Role.TIME),
    _rule("time", Role.TIME),
    _rule("lap", Role.LAPS),
    _rule("team + number", Role.IGNORED),
    _rule("team + driver", Role.IGNORED, "words", sure=False, alone=True),
    _rule("team + driver", Role.NAME, "words"),
    _rule("team", Role.IGNORED, "words", sure=False),
    _rule("driver + number", Role.NUMBER),
    _rule("car + number", Role.NUMBER),
    _rule("car + class", Role.CLASS, "code"),
    _rule("race + number", Role.NUMBER),
    _rule("given", Role.GIVEN, "words"),
    _rule("family", Role.FAMILY, "words"),
    _rule("nation", Role.IGNORED, "code"),
    _rule("driver", Role.NAME, "words"),
    _rule("car", Role.IGNORED, "words", sure=False),
    _rule("class", Role.CLASS, "code", sure=False),
    _rule("name", Role.NAME, "words"),
    _rule("lap number", Role.IGNORED, sure=False),
    _rule("first", Role.GAP, sure=False, alone=True),
    _rule("position", Role.POSITION),
    _rule("number", Role.NUMBER),
    _rule("status", Role.STATUS, "any"),
    _rule("retired", Role.STATUS, "any"),
)

_OF_TIME = frozenset(
    {
        "lap",
        "time",
        "total",
        "race",
        "best",
        "lap number",
        "lap time",
        "best lap",
        "total time",
        "gap",
        "first",
        "previous",
        "retired",
        "status",
    }
)
_OF_SOMEBODY = frozenset({"driver", "team", "car"})
# What may stand beside a rule's own words in one head, by the role that it gives.
_BESIDE = {
    Role.TIME: _OF_TIME,
    Role.GAP: _OF_TIME,
    Role.INTERVAL: _OF_TIME,
    Role.BEST: _OF_TIME,
    Role.LAPS: frozenset({"total", "race", "lap"}),
    Role.POSITION: frozenset({"race", "total"}),
    Role.NUMBER: frozenset({"race", "car", "driver", "start"}),
    Role.GRID: frozenset({"start", "position"}),
    Role.NAME: frozenset({"name", "driver"}),
}

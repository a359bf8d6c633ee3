"""Words as sheets write them: folded to plain letters, and what they say of a car, in ten languages."""

import re
import unicodedata
from functools import lru_cache

from championship.rules import ResultStatus

# Letters that hold no plain letter for Unicode to find.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})

_STATUS_WORDS = {
    ResultStatus.RETIRED: (
        "ret|retd|ausg|retired|retirement|retirements|dnf|did not finish|not finished|out|ab|abd|aband|"
        "abandon|abandons|abandonne|non arrive|rit|ritirato|ritirati|ritiro|non arrivato|ausf|ausfall|"
        "ausfalle|ausgefallen|aufgegeben|abandono|abandonos|retirado|retirados|brot|brutit|bruten|brutna|"
        "utgatt|utgick|uitgevallen|uitval|uitvaller|uitvallers|opgave|brott|brutt|utgatte|utgikk|desistiu|"
        "abandonou|abandonaram|desistencia|desistencias|desistente|desistentes|nao terminou|nt|kiesett|"
        "kiesettek|feladta|feladtak|nem fejezte be|nem ert celba|ej i mal|gick ej i mal|nicht im ziel|na|"
        "stopped|crashed|crash|accident|collision|"
        "rtd|kies|uitg|no termino|no acabo|nao acabou|"
        "uit|uitv|opgegeven|ausgeschieden|abn"
    ),
    ResultStatus.DID_NOT_START: (
        "dns|nst|npt|nao largou|nao largaram|ej startande|ej st|no tomaron la salida|nao partiram|"
        "no salieron|did not start|didn t start|not started|non starter|non starters|np|non partant|"
        "non partants|non partito|non partiti|nicht gestartet|nicht am start|no salio|no tomo la salida|"
        "ej start|ej startat|startade ej|startade inte|wd|withdrawn|withdrew|withdraw|withdrawal|withdrawals|"
        "forfait|forfaits|niet gestart|startte ikke|startet ikke|n gest|ikke startet|ikke start|nao partiu|"
        "nao alinhou|nem indult|nem rajtolt|nem allt rajthoz|did not participate|dnp|utgar|strukits|struken|"
        "zuruckgezogen|retire avant le depart|no participo|ns|"
        "kom ej till start|nem ind|nao part|no part|n part|"
        "nicht angetreten|nem indul|niet van start|ikke til start"
    ),
    ResultStatus.DISQUALIFIED: (
        "dsq|dsc|dq|dsqd|disq|disqualified|disqualification|disqualifications|disqualifie|disqualifies|"
        "disqualifiziert|squalificato|squalificati|sq|descalificado|descalificados|diskvalificerad|"
        "diskvalificerade|diskad|diskade|gediskwalificeerd|diskwalificatie|diskvalifisert|diskvalifiserte|"
        "disket|desc|desclass|desclassificado|desclassificados|desqualificado|desqualificados|kizarva|kizart|"
        "kizartak|diszkvalifikalva|diszkvalifikalt|diskv|disk|dis|"
        "desq|desqualif|squal|squalif|disqual|diskval|"
        "kiz|kizar"
    ),
    ResultStatus.EXCLUDED: (
        "ex|exc|excl|excluded|exclu|exclus|exclue|exclusion|exclusions|ausgeschlossen|ausschluss|escluso|"
        "esclusi|excluido|excluidos|utesluten|uteslutna|uitgesloten|utelukket|utestengt|wertungsausschluss"
    ),
    ResultStatus.NOT_CLASSIFIED: (
        "nc|ik|ej kl|nem ert|not classified|not class|unclassified|non classified|non classe|non classes|"
        "non class|nicht klassifiziert|nicht gewertet|nicht klass|nicht klassiert|ohne wertung|nk|nw|"
        "non classificato|non classificati|no clasificado|no clasificados|ej klassificerad|ej klassificerade|"
        "ej klass|ej klassad|ej klassade|n gew|n klass|oklassificerad|oklassificerade|oklassad|oklassade|"
        "niet geklasseerd|"
        "niet geklassificeerd|ikke klassifisert|ikke klassifiserte|uklassifisert|nao classificado|"
        "nao classificados|ncl|nem ertekelt|nem ertekeltek|ertekeles nelkul|nem klasszifikalt|uncl|"
        "ng|ikke klass|ikke klassif|nem ertekelheto|nao class|no clas|n class|"
        "sem classificacao|ohne klassierung|nicht klassifiz|sans classement|senza classifica"
    ),
}
_STATUSES = {phrase: status for status, phrases in _STATUS_WORDS.items() for phrase in phrases.split("|")}


@lru_cache(4096)
def fold(text: str) -> str:
    """Plain small letters and figures with single spaces between: "BÄCKMAN, J." is "backman j"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", plain))


# Of a car that finished, or that still runs on a board of live timing.
_FINISHED_WORDS = (
    "classified|finished|finish|fin|ok|running|run|classe|gewertet|klassifiziert|klassificerad|klassad|"
    "zielankunft|clasificado|classificato|classificado|geklasseerd|klassifisert|ertekelt|arrive|arrivato|"
    "arrived|chequered|taken|cf|klass|class|clas|mal|ziel|i mal|im ziel|a l arrivee|en carrera|in gara|"
    "winner|vinnare|sieger|vainqueur|vincitore|ganador|vencedor|winnaar|vinner|gyoztes|leader|interval"
)
_FINISHED = frozenset(_FINISHED_WORDS.split("|"))
# A status and what follows it: "DNF (engine)", "Retired - gearbox", "Ausfall: Motor".
_REASON = re.compile(r"[\s(\[\-–—:,/.]+")
LONGEST_STATUS = 5


def status_of(text: str) -> str | None:
    """The status that a cell or a heading names ("DNF", "Non classé", "n.c."); None when it names none."""
    folded = fold(text)
    return _STATUSES.get(folded) or _STATUSES.get(folded.replace(" ", ""))


def status_with_reason(text: str) -> tuple[str, str] | None:
    """A status and what is said of it: "Retired (engine)" is retired, and "engine". None where no status begins it."""
    status = status_of(text)
    if status:
        return status, ""
    ends = [match.start() for match in _REASON.finditer(text)][:LONGEST_STATUS]
    for end in reversed(ends):
        status = status_of(text[:end])
        if status:
            return status, text[end:].strip(" ()[]-–—:,/.")
    return None


def says_finished(text: str) -> bool:
    """Whether a cell of statuses says that the car finished, or is still running."""
    return fold(text) in _FINISHED

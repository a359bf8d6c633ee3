"""Words as sheets write them: folded to plain letters, and what they say of a car, in six languages."""

import re
import unicodedata
from functools import lru_cache

from championship.rules import ResultStatus

# Letters that hold no plain letter for Unicode to find.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})

_STATUS_WORDS = {
    ResultStatus.RETIRED: (
        "ret|retd|retired|retirement|retirements|dnf|did not finish|not finished|out|ab|abd|aband|abandon|abandons|"
        "non arrive|rit|ritirato|ritirati|ritiro|non arrivato|ausf|ausfall|ausfalle|ausgefallen|aufgegeben|"
        "abandono|abandonos|retirado|retirados|brot|brutit|bruten|brutna|utgatt|utgick"
    ),
    ResultStatus.DID_NOT_START: (
        "dns|did not start|didn t start|not started|non starter|non starters|np|non partant|non partants|non partito|"
        "non partiti|nicht gestartet|no salio|no tomo la salida|ej start|startade ej|startade inte"
    ),
    ResultStatus.DISQUALIFIED: (
        "dsq|dq|dsqd|disq|disqualified|disqualifie|disqualifies|disqualifiziert|squalificato|squalificati|"
        "descalificado|descalificados|diskvalificerad|diskad"
    ),
    ResultStatus.EXCLUDED: "ex|exc|excl|excluded|exclu|exclus|ausgeschlossen|escluso|esclusi|excluido|utesluten",
    ResultStatus.NOT_CLASSIFIED: (
        "nc|not classified|unclassified|non classe|non classes|nicht klassifiziert|nicht gewertet|non classificato|"
        "non classificati|no clasificado|no clasificados|ej klassificerad|ej klassificerade|oklassificerad"
    ),
}
_STATUSES = {phrase: status for status, phrases in _STATUS_WORDS.items() for phrase in phrases.split("|")}


@lru_cache(4096)
def fold(text: str) -> str:
    """Plain small letters and figures with single spaces between: "BÄCKMAN, J." is "backman j"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", plain))


def status_of(text: str) -> str | None:
    """The status that a cell or a heading names ("DNF", "Non classé", "n.c."); None when it names none."""
    folded = fold(text)
    return _STATUSES.get(folded) or _STATUSES.get(folded.replace(" ", ""))

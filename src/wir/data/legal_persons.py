"""Tell organisations from natural persons by their name.

The upstream list of H2020 organisations names sole traders. Nothing about them is kept: a private
organisation stays only if its name shows that it is a legal person.
"""

from __future__ import annotations

import re

PUBLIC = ("HES", "REC", "PUB")
"""Types of organisation that are never natural persons: schools, research, public bodies."""

_LEGAL_FORM = re.compile(
    r"\b(?:g?gmbh|ggmbh|mbh|gesellschaft|aktiengesellschaft|ag|kgaa|kg|kommanditgesellschaft|ohg|ug"
    r"|se|eg|e\.? ?v|r\.? ?v|ev|verein|eingetragener verein|stiftung|ewiv|eeig|ltd|limited|inc|llc"
    r"|corp|corporation|plc|b\.?v|s\.?a|spa|haftungsbeschrankt|genossenschaft|zweckverband|anstalt"
    r"|gmbh\w*|\w+gmbh|\w+gesellschaft\w*)\b",
    re.IGNORECASE,
)
_SOLE_TRADER = re.compile(
    r"\b(?:e\.? ?k\.?|ek|e\.? ?kfm|e\.? ?kfr|inh|inhaber\w*|einzelunternehm\w*|einzelfirma"
    r"|freiberuf\w*|gbr|gesellschaft burgerlichen rechts)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^(?:frau|herr|mr|mrs|ms)\b", re.IGNORECASE)


def is_legal_person(name: str, activity_type: str) -> bool:
    """Return whether an organisation may be named.

    Parameters
    ----------
    name
        As registered.
    activity_type
        HES, REC, PUB, PRC or OTH (CORDIS).

    Notes
    -----
    Words such as centre, academy or town are no proof: groups of natural persons use them too.
    Errs on the side of dropping: a firm that writes its name without a legal form goes, and so do
    partnerships of natural persons (GbR) and registered sole traders (e. K.).
    """
    if _SOLE_TRADER.search(name) or _PERSON.search(name):
        return False
    return activity_type in PUBLIC or bool(_LEGAL_FORM.search(name))

"""The language of a text, by its commonest words."""

from __future__ import annotations

import re
from collections import Counter

_COMMON = {
    "en": "the of and to in is that for with as are by on be this we from which was an it at or were has have not can",
    "de": "der die und das ist von den mit für auf nicht ein eine des dem zu im werden sich als auch bei wird sind",
    "fr": "le la les des et est dans une du que pour qui sur par pas avec ce sont au plus cette nous ou aux être",
    "es": "el la los las de que en y del se por una con para es un no al como más sus este son lo entre",
    "pt": "o a os as de que em do da uma com para não um se por mais dos das como ao são na no foi é",
    "it": "il la di che e per un una del della in con non si le dei sono da al come nel alla più gli è",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om door als bij ook wordt naar of uit",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_SCRIPTS = {
    "zh": re.compile("[一-鿿]"),
    "ja": re.compile("[぀-ヿ]"),
    "ko": re.compile("[가-힯]"),
    "ru": re.compile("[Ѐ-ӿ]"),
}
COMMON_ENGLISH = frozenset(word for word in _WORDS["en"] if len(word) > 1)
_ENOUGH_LETTERS = 1000
_WORD = re.compile(r"[^\W\d_]{2,}")


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language of ``text``, "" if it cannot be told."""
    sample = text if len(text) <= 10000 else text[:5000] + text[len(text) // 2 : len(text) // 2 + 5000]
    letters = sum(map(str.isalpha, sample))
    if letters < 40:
        return ""
    east = {language: len(script.findall(sample)) for language, script in _SCRIPTS.items()}
    if sum(east.values()) > 0.2 * letters:
        if east["ja"] > 0.1 * letters:
            return "ja"
        return max(east, key=lambda language: (east[language], language))
    words = Counter(_WORD.findall(sample.lower()))
    total = sum(words.values())
    score = {language: sum(words[word] for word in common) for language, common in _WORDS.items()}
    best = max(score, key=lambda language: (score[language], language))
    return best if score[best] >= 0.12 * total else ""


def foreign(text: str, language: str) -> list[str]:
    """Return a warning if a text of this language is hardly understood, none for English and short texts."""
    if language not in ("", "en"):
        return [f"the paper is not in English ({language}): what it states is hardly found"]
    if not language and sum(map(str.isalpha, text)) > _ENOUGH_LETTERS:
        return ["the language of the paper cannot be told: what it states may not be found"]
    return []


def common_share(text: str, languages: tuple[str, ...] = tuple(_WORDS)) -> float:
    """Return the share of the commonest words among all words, of the language in which it is greatest."""
    words = Counter(_WORD.findall(text.lower()))
    total = sum(words.values())
    if not total:
        return 0.0
    return max(sum(words[word] for word in _WORDS[language]) for language in languages) / total

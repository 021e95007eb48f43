"""A sentence as a cell says it: without "we", articles at its head, auxiliaries of participles, citations."""

from __future__ import annotations

from ..words import WordRegex
from .options import Options

_NAMED = WordRegex("brief_named")
_DONE = WordRegex("brief_done")
_AGAIN = WordRegex("brief_again")
_CITED = WordRegex("brief_cited")
_GOES_ON = WordRegex("brief_goes_on")
"""The subject of a clause that has that of the clause before: ", and were cut"."""


def brief(sentence: str, options: Options) -> str:
    """Return a whole sentence in fewer words, in their order and without its full stop.

    "The masks were drawn by hand." is "masks drawn by hand", "We cut all clips." is "cut all clips". A subject that
    ``subjects`` of the question matches is left out: "All images were resized." is "resized". What is built otherwise
    stays as it is: "The set consists of bells and were cut." has no participle that the cell could begin with.
    """
    said = _AGAIN.sub("; ", _CITED.sub("", sentence)).rstrip(".,;: ")
    if named := _NAMED.match(said):
        return said[named.end() :]
    kept, last = [], 0
    for done in _DONE.finditer(said):
        if _GOES_ON.fullmatch(done["subject"]) and not last:
            continue
        start = done.start() if done.start() == 0 and _is_plain(done["subject"], options) else done.start("aux")
        kept.append(said[last:start])
        last = done.end("aux")
    told = "".join([*kept, said[last:]])
    article = _DONE.match(said)
    if article and article["article"] and told.startswith(article["article"]):
        return told[len(article["article"]) :]
    return told


def _is_plain(subject: str, options: Options) -> bool:
    return options.subjects is not None and options.subjects.fullmatch(subject.strip()) is not None

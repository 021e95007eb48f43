"""What an encoder thinks of texts, in the form that another network learns from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from ..pipeline.encoder import EncoderEntities
from ..pipeline.tags import entities, tags_of

_SURE = 0.97
"""Words whose likeliest tag has this share are marked, not given shares."""

_LEAST = 0.02
_DIGITS = 3


def marked(nlp: Language, texts: Sequence[str]) -> Iterator[dict[str, object]]:
    """Yield a line of annotated paragraphs for each text: its entities, and the shares of tags where they are unsure.

    Args:
        nlp: a pipeline with a gazetteer and an encoder.
        texts: some dozens, which are read together.
    """
    encoder: EncoderEntities = nlp.get_pipe("ner")
    docs = [nlp.get_pipe("gazetteer")(nlp.make_doc(text)) for text in texts]
    tags = tags_of(encoder.labels)
    for text, doc, rows in zip(texts, docs, encoder.scores(docs), strict=True):
        spans, shares = [], []
        for words, scores in rows:
            for label, first, end, _ in entities(scores, encoder.labels):
                spans.append([doc[words[first]].idx, _end(doc, words[end - 1]), label])
            likely = np.exp(scores - scores.max(axis=1, keepdims=True))
            likely /= likely.sum(axis=1, keepdims=True)
            for place in np.flatnonzero(likely.max(axis=1) < _SURE).tolist():
                some = np.flatnonzero(likely[place] >= _LEAST).tolist()
                row = {tags[number]: round(float(likely[place, number]), _DIGITS) for number in some}
                shares.append([doc[words[place]].idx, _end(doc, words[place]), row])
        yield {"text": text, "spans": sorted(spans), "shares": sorted(shares, key=lambda share: share[0])}


def _end(doc: Doc, word: int) -> int:
    return int(doc[word].idx) + len(doc[word])

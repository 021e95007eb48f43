"""Short papers: an abstract alone tells of a network of the authors' own, or of other people's."""

from __future__ import annotations

import pytest

from dlextract import Extractor

OWN = (
    "Abstract\n\nMaps of orchids are coarse. Here, we pair records of walkers with photographs from aeroplanes of the"
    " land survey to develop a deep convolutional neural network that predicts 900 species of orchids. Its accuracy was"
    " 71% on valleys that it had not seen."
)
REVIEWED = (
    "Abstract\n\nDeep learning is used more and more. We go through 90 studies that used convolutional neural networks"
    " and recurrent networks. Most of them work on images. Few share their code."
)
PLANNED = "Abstract\n\nHerbaria are scattered. We join 20 of them. In future work we plan to use recurrent networks."


@pytest.mark.parametrize(("text", "stated"), [(OWN, True), (REVIEWED, False), (PLANNED, False)])
def test_a_network_of_the_authors_own_is_enough(extractor: Extractor, text: str, stated: bool) -> None:
    answers = {answer.question: answer for answer in extractor.read_text(text).answers}
    assert answers["model"].stated is stated
    assert any(answer.stated for answer in answers.values()) is stated

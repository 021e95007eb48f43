from __future__ import annotations

from pdf_maker import Read, column, line
from test_order import LEFT, RIGHT

CAPTION = (
    "Figure 1: Where the traps stood in the gardens, and how many moths of each kind were counted in every night of"
)


def test_the_short_last_line_of_a_wide_caption_belongs_to_it(read: Read) -> None:
    """ACL papers: the line stands in the left column, before the text that goes on from the page before."""
    first = [*column(72, 100, LEFT), *column(320, 100, [*RIGHT[:-1], "that are rare, and every sentence of this kind"])]
    second = [
        line(72, 80, CAPTION),
        line(72, 92, "the last summer."),
        *column(72, 130, ["goes on over the page to the next column of text.", *LEFT]),
        *column(320, 130, RIGHT),
    ]
    paper = read(first, second)
    assert f"{CAPTION} the last summer." in paper.text
    assert "and every sentence of this kind goes on over the page" in paper.text


def test_a_sentence_about_part_of_a_figure_is_no_caption(read: Read) -> None:
    text = ["Figure 3(a) shows how the loss falls in the first", "epochs of the training. It falls no more then."]
    paper = read([*column(72, 100, LEFT[:-1]), line(72, 186, text[0]), line(72, 198, text[1])])
    assert [section.role for section in paper.sections] == ["other"]


def test_a_paragraph_under_a_caption_is_no_part_of_it(read: Read) -> None:
    caption = ["Table 2: All that the traps caught in the first year", "of the study."]
    text = ["In the second year there were no traps any more", *LEFT]
    paper = read([*column(72, 100, caption), line(86, 124, text[0]), *column(72, 136, text[1:])])
    assert paper.text.split("\n\n")[0] == " ".join(caption)


def test_a_caption_right_under_what_it_names(read: Read) -> None:
    rows = ["Small network 39.2 53.7", "Large network 33.1 40.6"]
    caption = "Table 2: We train and tune two networks on moths."
    paper = read([*column(72, 100, LEFT[:2]), *column(72, 160, [*rows, caption]), *column(72, 230, RIGHT)])
    assert [
        paper.text[section.start : section.end].strip() for section in paper.sections if section.role == "caption"
    ] == [caption]


def test_labels_of_tables_are_no_running_heads(read: Read) -> None:
    """Wiley papers: "TABLE 2" stands alone at the top of a page, as "TABLE 4" does some pages later."""
    pages = [
        [
            line(72, 50, f"TABLE {number}"),
            line(72, 62, f"What the moths did{' again' * number}."),
            *column(72, 150, LEFT),
        ]
        for number in (1, 2, 3)
    ]
    paper = read(*pages)
    assert [item.text for item in paper.dropped] == []
    assert paper.text.count("TABLE") == 3


def test_a_sentence_does_not_go_on_in_what_spans_the_columns_above(read: Read) -> None:
    wide = "How many moths of each kind were counted in every single night of the whole summer of this long study."
    paper = read(
        [
            *column(72, 120, LEFT),
            *column(320, 120, [*RIGHT[:-1], "and this sentence goes on over the page to some"]),
            line(72, 80, wide),
        ],
        [*column(72, 100, ["other place.", *LEFT]), *column(320, 100, RIGHT)],
    )
    assert "goes on over the page to some other place." in paper.text

from __future__ import annotations

from pdf_maker import HEIGHT, WIDTH, Read, column, line

LEFT = [
    "The network was trained on a large set of pictures",
    "that were taken at night in gardens and at the edge",
    "of forests. It has four layers with small filters of",
    "three by three pixels, and each layer is followed by",
    "a layer that halves the size of its maps. We chose a",
    "small rate at first and made it larger when the loss",
    "fell no more. The whole training needs only some min-",
]
RIGHT = [
    "utes on one card. All results are means of five runs",
    "with other seeds. The spread between them is small.",
    "A second network was trained in the same way on half",
    "of the pictures to see how many are really needed in",
    "practice. It makes twice as many errors on the moths",
    "that are rare, and about as many on the common ones.",
    "That is why we recommend to collect rare ones first.",
]


def test_columns_are_read_one_after_the_other(read: Read) -> None:
    paper = read([*column(72, 100, LEFT), *column(320, 100, RIGHT)])
    assert "needs only some minutes on one card. All results" in paper.text
    assert paper.pages[0].columns == 2


def test_a_stream_that_hops_between_columns_is_put_in_order(read: Read) -> None:
    rows = [drawn for pair in zip(column(72, 100, LEFT), column(320, 100, RIGHT), strict=True) for drawn in pair]
    paper = read(rows * 1)
    assert "needs only some minutes on one card. All results" in paper.text


def test_a_sentence_goes_on_over_the_page_and_what_stands_between_moves_away(read: Read) -> None:
    first = [*column(72, 100, LEFT[:3]), line(72, 136, "We collected all pictures in the summer of the year that")]
    caption = line(72, 600, "Figure 1. Where the traps stood. They were emptied every morning by hand.", 9)
    second = column(72, 100, ["followed the first one. Then the traps were taken down.", "They will be used again."])
    paper = read([*first, caption], second)
    assert "the summer of the year that followed the first one." in paper.text
    assert paper.text.index("Figure 1.") < paper.text.index("The network was trained")
    assert [paper.page_at(paper.text.index(words)) for words in ("Figure 1", "The network", "followed")] == [1, 1, 2]


def test_running_heads_and_page_numbers_are_dropped_but_kept_in_the_record(read: Read) -> None:
    pages = [
        [
            line(72, 40, "Journal of Small Things 12 (2020)"),
            *column(72, 100, [f"{text} {number}" for text in LEFT[number:]]),
            line(300, 760, str(number)),
        ]
        for number in range(1, 4)
    ]
    paper = read(*pages)
    assert "Journal of Small Things" not in paper.text
    assert {(item.page, item.text, item.reason) for item in paper.dropped} == {
        (1, "Journal of Small Things 12 (2020)", "running head"),
        (2, "Journal of Small Things 12 (2020)", "running head"),
        (3, "Journal of Small Things 12 (2020)", "running head"),
        (1, "1", "running foot"),
        (2, "2", "running foot"),
        (3, "3", "running foot"),
    }


def test_line_numbers_in_the_margin_are_dropped(read: Read) -> None:
    text = LEFT + RIGHT
    numbers = [line(40, 100 + 12 * index, str(index + 1), 7) for index in range(len(text))]
    paper = read([*column(72, 100, text), *numbers])
    assert {item.reason for item in paper.dropped} == {"line number"}
    assert not any(char.isdigit() for char in paper.text)


def test_a_page_set_sideways_is_read_upright_and_its_boxes_stand_as_shown(read: Read) -> None:
    turned = [
        f"q 0 1 -1 0 {100 + 12 * index} 100 cm BT /F1 10 Tf ({text}) Tj ET Q" for index, text in enumerate(LEFT[:5])
    ]
    paper = read(turned)
    assert paper.text.startswith("The network was trained on a large set of pictures that were taken")
    x0, y0, x1, y1 = paper.lines[0].box
    assert 85 < x0 < x1 < 110 and y1 - y0 > 150 and y1 <= HEIGHT and (paper.pages[0].width, 0) == (WIDTH, 0)

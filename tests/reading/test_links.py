from __future__ import annotations

from pdf_maker import Read, line


def test_a_link_is_bound_to_its_words(read: Read) -> None:
    paper = read(
        [line(72, 100, "The code is on github. It is free.")], links=[(0, (131, 90, 155, 103), "https://a.org/x")]
    )
    (link,) = paper.links
    assert (paper.text[link.start : link.end], link.uri) == ("github", "https://a.org/x")


def test_an_address_broken_at_a_line_end_is_joined(read: Read) -> None:
    address = "https://example.org/moths/of/the-night"
    paper = read(
        [
            line(72, 100, "You find the pictures of all of the moths at https://example.org/moths/"),
            line(72, 112, "of/the-night and nowhere else."),
        ],
        links=[(0, (245, 90, 400, 103), address), (0, (72, 104, 122, 115), address)],
    )
    assert f"at {address} and nowhere" in paper.text
    assert [(paper.text[link.start : link.end], link.uri) for link in paper.links] == [(address, address)]

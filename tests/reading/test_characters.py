from __future__ import annotations

import pytest

from dlextract.reading.characters import plain


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("eﬃcient", "efficient"),
        ("𝛽1", "β1"),
        ("𝐵 = 𝟔𝟒", "B = 64"),
        ("ＲｅｓＮｅｔ", "ResNet"),
        ("state\u2011of\u2011the\u2011art", "state-of-the-art"),
        ("param\ufffeeters", "param-eters"),
        ("10\u00a0GB", "10 GB"),
        ("zero\u200bwidth", "zerowidth"),
        ("ResNet-50", "ResNet-50"),
        ("深度学习", "深度学习"),
        ("№ 5 ™", "№ 5 ™"),
    ],
)
def test_characters_as_a_reader_takes_them(printed: str, read: str) -> None:
    assert plain(printed) == read

"""Under which keys the stages leave things for one another in ``Doc.user_data``."""

from __future__ import annotations

FINDS = "dlextract.finds"
"""Key of ``Doc.user_data`` under which rules and terms leave what they find, as ``tuple[Find, ...]``."""

ENTITIES = "dlextract.entities"
"""Key of ``Doc.user_data`` for the entities of the trained NER, as ``tuple[Mention, ...]``."""

SHARES_OF_LABELS = "dlextract.label_shares"
"""Key of ``Doc.user_data`` for the share of each label at each token (tokens × labels), where a NER leaves it."""

SHARE_OF = "dlextract.share_of"
"""Key of ``Doc.user_data`` for how likely the trained NER holds words for a name of a label, as ``ShareOf``."""

CANDIDATES = "dlextract.candidates"
"""Key of ``Doc.user_data`` under which the pipeline leaves its candidates, those that were set aside among them."""

MENTIONS = "dlextract.mentions"
"""Key of ``Doc.user_data`` under which the pipeline leaves the finds that stand, as ``tuple[Mention, ...]``."""

TEXT = "dlextract.text"
"""Key of ``Doc.user_data`` for the text, which spaCy would put together anew from all tokens."""

SKIP = "dlextract.skip"
"""Key of ``Doc.user_data`` for ``[(start, end), …]``: stretches in which nothing is looked for (references)."""

SECTIONS = "dlextract.sections"
"""Key of ``Doc.user_data`` for ``[(start, end, role), …]``, the sections in order, for patterns limited to some."""

HEADINGS = "dlextract.headings"
"""Key of ``Doc.user_data`` for ``[(start, title), …]``, the titles of sections by where they start."""

JUDGED = "dlextract.judged"
"""Key of ``Doc.user_data`` for ``(lines, scores)``: sentences, and their log odds to answer each question."""

PAGES = "dlextract.pages"
"""Key of ``Doc.user_data`` for where the pages start, as ``list[int]``."""

WARNINGS = "dlextract.warnings"
"""Key of ``Doc.user_data`` for what the pipeline has to tell the user, as ``list[str]``."""

"""The tools and resources that an agent sees."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from typing import Annotated, Any, cast

from mcp.server import MCPServer
from mcp.server.mcpserver import Image
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from .._version import __version__
from ..audit import DEFAULT
from ..audit import audit as audited
from ..checklists import Checklist
from ..errors import DlextractError, UsageError
from ..writing import Record
from .in_worker import explanation
from .papers import Papers
from .shapes import (
    NOTICE,
    AnswerView,
    AuditView,
    ComparedRow,
    CompareView,
    EvidenceView,
    ExplainView,
    FactsView,
    PaperView,
)
from .views import (
    answer_view,
    audit_view,
    compared,
    evidence_of,
    evidence_view,
    explain_view,
    facts_view,
    filled,
    paper_view,
)

INSTRUCTIONS = (
    "Says what deep-learning papers state: facts and answers to 28 questions, each with page and sentence. Begin with"
    " read_paper; it takes a path under the folders of this server, or the 'paper' of an earlier answer, as all tools"
    " do. 'not stated' means that the paper was searched and is silent. Where 'next' is not null there is more: pass it"
    f" as cursor. {NOTICE}"
)

_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_MOST_PAPERS = 200
_AT_ONCE = 8
"""Papers that one call of compare reads."""

PaperName = Annotated[
    str, Field(description="Path of a PDF, text, XML or HTML file, or the 'paper' of an earlier answer.")
]
Question = Annotated[int, Field(description="Number of a question, 1 to 28; see dlextract://questions.", ge=1)]
Cursor = Annotated[int, Field(description="'next' of the answer before, to go on from there.", ge=0)]

ChecklistName = Annotated[str, Field(description="Such as dome, mlrc or reforms; see dlextract://checklists.")]
Labels = Annotated[tuple[str, ...], Field(description="Only these labels, such as GPU or LEARNING_RATE.")]
Statuses = Annotated[tuple[str, ...], Field(description="used, searched, mentioned, negated; used by default.")]


def make_server(
    library: Papers, questions: Sequence[dict[str, Any]], checklists: Sequence[Checklist] = ()
) -> MCPServer:
    """Return the server over ``library``; ``questions`` are what dlextract://questions says, ``checklists`` those that
    papers can be audited with."""
    server = MCPServer(
        "dlextract",
        title="dlextract: what deep-learning papers state",
        version=__version__,
        instructions=INSTRUCTIONS,
        log_level="ERROR",
    )
    for tool in _tools(library, {one.name: one for one in checklists}):
        server.add_tool(tool, title=tool.__name__.replace("_", " "), annotations=_READS, structured_output=True)
    _add_resources(server, library, questions, checklists)
    return server


def _tools(library: Papers, checklists: Mapping[str, Checklist]) -> Sequence[Callable[..., Any]]:
    def read_paper(paper: PaperName, cursor: Cursor = 0) -> Annotated[CallToolResult, PaperView]:
        """Read a paper and give its short answers to 28 questions, each with page and confidence (0 to 1)."""
        return _given(lambda: paper_view(library.record(paper), cursor))

    def answer(paper: PaperName, cq: Question, cursor: Cursor = 0) -> Annotated[CallToolResult, AnswerView]:
        """Give the answer to one question with its quotes; for 'not stated', what was searched and what came near."""
        return _given(lambda: answer_view(library.record(paper), cq, cursor))

    def facts(
        paper: PaperName,
        labels: Labels = (),
        status: Statuses = ("used",),
        cursor: Cursor = 0,
    ) -> Annotated[CallToolResult, FactsView]:
        """List facts with normalised values. An empty list of labels or statuses stands for all."""
        return _given(lambda: facts_view(library.record(paper), labels, status, cursor))

    def evidence(
        paper: PaperName,
        id: Annotated[str, Field(description="Id of a fact (f12), or a question (cq20).")],
        cursor: Cursor = 0,
        picture: Annotated[bool, Field(description="Show the page of the first quote, the place marked.")] = True,
    ) -> Annotated[CallToolResult, EvidenceView]:
        """Show where a fact or an answer stands: quotes with their boxes, and a picture of the page."""
        return _shown(library, paper, id, cursor, picture)

    def compare(
        papers: Annotated[list[str], Field(max_length=_MOST_PAPERS, min_length=1)],
        cq: Question,
        cursor: Cursor = 0,
    ) -> Annotated[CallToolResult, CompareView]:
        """Put the answers of several papers to one question side by side. Papers that cannot be read say why."""
        return _given(lambda: _compared(library, papers, cq, cursor))

    def audit(
        paper: PaperName,
        checklist: ChecklistName = DEFAULT,
        cursor: Cursor = 0,
    ) -> Annotated[CallToolResult, AuditView]:
        """Fill a checklist of the field from a paper, line by line. Its authors have to confirm each line."""
        return _given(lambda: audit_view(audited(library.record(paper), _checklist(checklists, checklist)), cursor))

    def explain(paper: PaperName, cq: Question, cursor: Cursor = 0) -> Annotated[CallToolResult, ExplainView]:
        """Say why a question has the answer it has: every candidate, what became of it, and what was weighed."""
        return _given(
            lambda: explain_view(library.open(paper).sha256, library.ask(paper, partial(explanation, cq=cq)), cursor)
        )

    return read_paper, answer, facts, evidence, compare, audit, explain


def _given(make: Callable[[], Any], *more: Any) -> CallToolResult:
    """Return what ``make`` gives, as data and as text."""
    try:
        content = asdict(make())
    except DlextractError as error:
        raise ToolError(str(error)) from error
    text = TextContent(type="text", text=json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    return CallToolResult(content=[text, *more], structured_content=content)


def _shown(library: Papers, paper: str, name: str, cursor: int, picture: bool) -> CallToolResult:
    try:
        record = library.record(paper)
        _, places = evidence_of(record, name)
        pictures, page = [], None
        if picture and places[cursor:] and record["paper"]["source"].lower().endswith(".pdf"):
            page = places[cursor]["page"]
            boxes = [box for place in places if place["page"] == page for box in place.get("boxes", ())]
            pictures.append(Image(data=library.picture(paper, page, boxes), format="jpeg").to_image_content())
    except DlextractError as error:
        raise ToolError(str(error)) from error
    return _given(lambda: evidence_view(record, name, cursor, page), *pictures)


def _compared(library: Papers, names: Sequence[str], cq: int, cursor: int) -> CompareView:
    asked: Record = {}

    def row(name: str) -> ComparedRow:
        try:
            record = library.record(name)
            asked.update(ask=next(one["ask"] for one in record["answers"] if one["cq"] == cq))
        except StopIteration:
            raise UsageError(f"question {cq}", "there is none", "See dlextract://questions") from None
        except DlextractError as error:
            return ComparedRow("", name, "", "", False, None, None, str(error))
        return compared(record, cq)

    if cursor >= len(names):
        raise UsageError("cursor", f"{cursor} is not below {len(names)}", "Give the last 'next', or leave it out")
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        rows = list(threads.map(row, names[cursor : cursor + _AT_ONCE]))
    view = filled(CompareView(cq, asked.get("ask", "")), "papers", rows, 0)
    done = cursor + len(view.papers)
    return replace(view, total=len(names), next=done if done < len(names) else None)


def _checklist(checklists: Mapping[str, Checklist], name: str) -> Checklist:
    if name not in checklists:
        raise UsageError(f"checklist {name[:40]!r}", "there is none", f"Choose one of {', '.join(checklists)}")
    return checklists[name]


def _add_resources(
    server: MCPServer, library: Papers, questions: Sequence[dict[str, Any]], checklists: Sequence[Checklist]
) -> None:
    @server.resource("dlextract://questions", mime_type="application/json")
    def asked() -> str:
        """The questions: number, name, wording and the labels that answer them."""
        return json.dumps(list(questions), ensure_ascii=False)

    @server.resource("dlextract://checklists", mime_type="application/json")
    def known() -> str:
        """The checklists that papers can be audited with: name, title, reference, number of lines."""
        rows = [
            {"name": one.name, "title": one.title, "reference": one.reference, "items": len(one.items)}
            for one in checklists
        ]
        return json.dumps(rows, ensure_ascii=False)

    @server.resource("dlextract://paper/{paper}/report", mime_type="application/json")
    def report(paper: str) -> str:
        """The whole record of a paper that was read in this session, named by its 'paper'."""
        return json.dumps(_known(partial(library.record, paper)), ensure_ascii=False)

    @server.resource("dlextract://paper/{paper}/page/{number}.jpg", mime_type="image/jpeg")
    def page(paper: str, number: int) -> bytes:
        """One page of a paper that was read in this session."""
        return cast(bytes, _known(partial(library.picture, paper, number)))


def _known(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except DlextractError as error:
        raise ResourceNotFoundError(str(error)) from error

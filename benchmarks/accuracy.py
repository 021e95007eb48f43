"""Measures accuracy on a folder of benchmark material, and prints the table of the README.

    python benchmarks/accuracy.py MATERIAL [--work DIR] [--write]

MATERIAL is a folder that holds ``bench/`` (papers with gold facts, ``score.py``, seeds, ``check_seeds.py``) and, for
the line on papers without deep learning, ``pdfs/pool`` with ``pdfs/pool.jsonl``. The papers are read with the shipped
patterns and model; the folder's own scorers count. With ``--write`` the table replaces the one in README.md.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

README = Path(__file__).parents[1] / "README.md"

FIELDS = {
    "task": "Task",
    "datasets": "Datasets",
    "architectures": "Architectures",
    "hardware": "Hardware",
    "software": "Software",
    "hyperparameters": "Hyperparameters",
    "metrics": "Metrics",
    "augmentation": "Augmentation",
    "regularization": "Regularisation",
    "code": "Links to code",
    "data_links": "Links to data",
}


def read(papers: list[Path], output: Path) -> list[dict[str, Any]]:
    """Read the papers with the installed command; return their records."""
    beside = Path(sys.executable).parent / "dlextract"
    command = str(beside) if beside.exists() else shutil.which("dlextract") or sys.exit("dlextract: not installed")
    done = subprocess.run([command, "-q", "--fresh", *map(str, papers), "-o", str(output)])
    if done.returncode not in (0, 1, 3):
        sys.exit(done.returncode)
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def table(material: Path, work: Path) -> str:
    """Return the table as Markdown."""
    bench, pool = material / "bench", material / "pdfs"
    read(sorted((bench / "papers" / "pdf").glob("*.pdf")), work / "papers.jsonl")
    gold = bench / "papers" / "gold"
    scorer = [sys.executable, str(bench / "score.py"), "--gold", str(gold), "--pred", str(work / "papers.jsonl")]
    subprocess.run([*scorer, "--json", str(work / "scores.json")], stdout=subprocess.DEVNULL, check=True)
    scores = json.loads((work / "scores.json").read_text(encoding="utf-8"))

    lines = ["| what | precision | recall | F1 | paper F1 |", "|---|---|---|---|---|"]
    for field, name in FIELDS.items():
        all_ = scores["fields"][field]
        figures = (all_["precision"], all_["recall"], all_["f1"], scores["paper_f1"][field])
        lines.append(f"| {name} | {' | '.join(f'{figure:.2f}' for figure in figures)} |")
    lines += ["", f"On {scores['papers']} papers:", ""]
    for field, role in scores["roles"].items():
        lines.append(f"- Role of {field} right: {role['accuracy']:.0%} of {role['of']}.")
    lines.append(
        f"- 28 questions, stated or not stated: {scores['cq_accuracy']:.1%} right, "
        f"kappa {scores['cq_kappa_pooled']:.2f}; "
        f"the commonest answer to each question would be right in {scores['cq_majority_floor']:.1%}."
    )
    lines.append(f"- Evidence stands where the annotators found theirs: {scores['evidence_hit_rate']:.0%}.")

    read(sorted((bench / "seeds").glob("*.txt")), work / "seeds.jsonl")
    seeds = [sys.executable, str(bench / "check_seeds.py"), str(work / "seeds.jsonl")]
    met = subprocess.run(seeds, capture_output=True, text=True, check=True).stdout
    if found := re.search(r"(\d+)/(\d+) expectations met", met):
        lines.append(f"- Single expectations about five passages: {found[1]} of {found[2]} met.")

    if (pool / "pool.jsonl").exists():
        listed = [json.loads(line) for line in (pool / "pool.jsonl").read_text(encoding="utf-8").splitlines()]
        papers = [pool / "pool" / entry["file"] for entry in listed if entry["group"] == "negative"]
        answers = [answer for record in read(papers, work / "negative.jsonl") for answer in record.get("answers", ())]
        stated = sum(answer["stated"] for answer in answers) / len(answers)
        lines.append(f"- {len(papers)} papers without deep learning: {stated:.1%} of the answers come out as stated.")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("material", type=Path)
    parser.add_argument("--work", type=Path, help="Where the records are left.  [a temporary folder]")
    parser.add_argument("--write", action="store_true", help="Replace the table in README.md.")
    arguments = parser.parse_args()
    if not (arguments.material / "bench" / "score.py").exists():
        sys.exit(f"{arguments.material}: holds no bench/score.py. Name the folder of the benchmark material.")
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        text = table(arguments.material, work)
    print(text)
    if arguments.write:
        readme = README.read_text(encoding="utf-8")
        marked = re.compile(r"(<!-- accuracy -->\n).*?(\n<!-- /accuracy -->)", re.DOTALL)
        README.write_text(marked.sub(lambda match: match[1] + text + match[2], readme), encoding="utf-8")


if __name__ == "__main__":
    main()

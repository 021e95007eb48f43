"""Measures how the time to read a text grows with its size, for texts that no author writes.

python benchmarks/growth.py                      all generators, 8, 16 and 32 kB
python benchmarks/growth.py --size 64 NAME...    some of them, 16, 32 and 64 kB

The exponent is that of the last doubling: 1 is linear, 2 quadratic. The time of a text of the same size in plain
sentences stands in the first line. Exit code 1 if an exponent is above 1.2 where reading takes longer than a
second. A text that takes longer than 120 s of processor time is given up.
"""

from __future__ import annotations

import argparse
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from types import FrameType

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

from dlextract import Extractor  # noqa: E402
from dlextract.errors import PaperError  # noqa: E402

STEEPEST, SHORTEST, PATIENCE = 1.2, 1.0, 120.0

PLAIN = (
    "We train the network on photographs of moths for several weeks. ",
    "Each picture was taken at night and shows one animal in a trap.\n\n",
    "The learning rate is lowered when the loss on held-out pictures stops to fall. ",
)

FORM_LINE = "1. Claims\nQuestion: Do the claims hold?\nAnswer: [Yes]\nJustification: They do.\nGuidelines:\n- none\n\n"


def repeated(*pieces: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return a generator of texts of a given size in which ``pieces`` come again and again."""

    def make(size: int) -> str:
        parts, length = [before], len(before) + len(after)
        for piece in cycle(pieces):
            if length >= size:
                break
            parts.append(piece)
            length += len(piece)
        return "".join(parts) + after

    return make


def counted(form: str, before: str = "", after: str = ".") -> Callable[[int], str]:
    """Return a generator of texts in which ``form`` comes again and again with another number."""

    def make(size: int) -> str:
        parts, length = [before], len(before) + len(after)
        while length < size:
            parts.append(form.format(n=len(parts), m=len(parts) * 7919 % 1000))
            length += len(parts[-1])
        return "".join(parts) + after

    return make


GENERATORS: dict[str, Callable[[int], str]] = {
    "plain sentences": repeated(*PLAIN),
    "one sentence": repeated("the network was trained on moths and ", before="We say that ", after="so on."),
    "one word": repeated("learning "),
    "one letter": repeated("a"),
    "capital letters": repeated("A"),
    "letters apart": repeated("a "),
    "capitals apart": repeated("A "),
    "digits": repeated("1234567890"),
    "zeros": repeated("0"),
    "numbers": counted("{m} ", after=""),
    "decimals": repeated("0.1 "),
    "points": repeated("."),
    "commas": repeated(","),
    "spaced commas": repeated(", "),
    "semicolons": repeated("; "),
    "hyphens": repeated("-"),
    "hyphened words": repeated("state-of-the-art-"),
    "line-end hyphens": repeated("net-\n"),
    "underscores": repeated("_"),
    "slashes": repeated("a/"),
    "open brackets": repeated("("),
    "open square brackets": repeated("["),
    "nested brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "bracketed letters": repeated("(a) "),
    "quotes": repeated('"'),
    "apostrophes": repeated("'"),
    "equal signs": repeated("= "),
    "assignments": counted("x{n} = {m}, "),
    "percent": repeated("5% "),
    "plus and minus": repeated("5 ± 1 "),
    "powers of ten": repeated("10^-3, "),
    "times": repeated("3 x 3 x "),
    "spaces": lambda size: "We used" + " " * size + "4 GPUs.",
    "spaced lines": repeated("   \n"),
    "tabs": repeated("a\t"),
    "line ends": lambda size: "We used" + "\n" * size + "4 GPUs.",
    "short lines": repeated("a\n"),
    "blank lines": repeated("a\n\n"),
    "Greek": repeated("α β γ δ ε "),
    "accents": repeated("é"),
    "combining accents": repeated("e\u0301"),
    "mojibake": repeated("â€œÃ©Ã¨"),
    "Chinese": repeated("我们训练了网络。"),
    "Arabic": repeated("الشبكة "),
    "emoji": repeated("\N{BUTTERFLY}"),
    "zero width": repeated("\u200b"),
    "lone surrogates": repeated("\ud800 "),
    "addresses": counted("https://example.org/{n}/a.b.c?d={m} ", after=""),
    "one address": repeated("a/b.", before="https://example.org/"),
    "e-mails": repeated("a@b.org "),
    "identifiers": repeated("10.1000/abc."),
    "references": counted("[{n}] A. Author and B. Author. A title. Journal of Moths {m}, 2020.\n"),
    "citations": counted("[{n}, {m}] "),
    "authors and years": repeated("(Miller et al., 2019; Smith, 2020) "),
    "headings": counted("{n}. Methods\n\n", after=""),
    "same headings": repeated("Methods\n\nWe trained it.\n\n"),
    "abbreviations": repeated("Convolutional Neural Network (CNN) "),
    "new abbreviations": counted("Very Large Network {n} (VLN{n}) "),
    "bracketed capitals": repeated("(ABC) (BCD) "),
    "learning rates": repeated("0.1, ", before="We used learning rates of ", after="0.2."),
    "learning rate again": repeated("learning rate "),
    "learning rate of": repeated("learning rate of 0.1 and "),
    "batch sizes": counted("{m}, ", before="We used batch sizes of ", after="8."),
    "epochs": repeated("10 epochs, "),
    "and of names": repeated("Adam and SGD and ", after="so on."),
    "or of names": repeated("Adam or SGD or ", after="so on."),
    "and, or of names": repeated("Adam and SGD or "),
    "comma of names": repeated("Adam, SGD, ", before="We used ", after="and RMSprop."),
    "names": repeated("ResNet-50 "),
    "names and numbers": counted("ResNet-{n} "),
    "names in brackets": repeated("(ResNet-50) "),
    "data sets": repeated("ImageNet and CIFAR-10, ", before="We trained on ", after="and MNIST."),
    "graphics cards": repeated("NVIDIA Tesla V100 GPUs, "),
    "cards in sentences": counted("We used {n} NVIDIA V100 GPUs. ", after=""),
    "values in sentences": counted("We used a learning rate of 0.{n}. ", after=""),
    "not": repeated("not "),
    "we did not use": repeated("we did not use Adam, "),
    "instead of": repeated("instead of Adam "),
    "respectively": counted("{m}, ", before="The batch sizes were ", after="and 8 respectively."),
    "units": repeated("GB "),
    "table": counted("Adam\t0.{n}\t{m}\n", before="Table 1: Settings\n", after=""),
    "wide table": lambda size: "Table 1: Settings\n" + "\n".join(["0.1\t" * (size // 80)] * 20),
    "settings": counted("Learning rate: 0.{n}\nOptimizer: Adam\n", after=""),
    "setting pairs": counted("lr=0.{n} bs={m} ", after=""),
    "markup": repeated("<b><i>"),
    "commands": repeated(r"\textbf{\alpha}$_{x}$ "),
    "braces": repeated("{a}"),
    "random forest": repeated("random forest of support vector machines with "),
    "questions": repeated("Why? How! "),
    "printed form": repeated(FORM_LINE, before="NeurIPS Paper Checklist\n\n"),
    "printed forms": repeated("NeurIPS Paper Checklist\n\n", FORM_LINE, FORM_LINE),
    "forms with ends": repeated("NeurIPS Paper Checklist\n\n", FORM_LINE, "References\n\n"),
    "form of answers": repeated("Answer: [Yes]\n", before="NeurIPS Paper Checklist\n\nQuestion: Is it so?\n"),
    "form of questions": counted("{n}. Did you state it?\n", before="Reproducibility Checklist\n\n", after=""),
    "etc.": repeated("e.g. i.e. et al. Fig. "),
}


class GaveUpError(Exception):
    """A text takes too long."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Give up what takes longer, in processor time."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise GaveUpError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds_for(extractor: Extractor, text: str) -> float:
    """Return the processor time that a text takes; infinity if it is given up."""
    began = time.process_time()
    try:
        with patience(PATIENCE):
            extractor.read_text(text)
    except PaperError:
        pass
    except GaveUpError:
        return math.inf
    return time.process_time() - began


def exponent(before: float, after: float) -> float:
    """Return how steep the last doubling is; what takes no time at all is not steep."""
    return math.log2(max(after, 0.01) / max(before, 0.01)) if math.isfinite(after) else math.inf


def main() -> int:
    """Print a line for each generator."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="generators (default: all)")
    parser.add_argument("--size", type=int, default=32, metavar="KB", help="the largest size (default: 32)")
    options = parser.parse_args()
    extractor = Extractor()
    sizes = [options.size * 1000 // part for part in (4, 2, 1)]
    seconds_for(extractor, repeated(*PLAIN)(sizes[0]))
    bad = []
    print("generator".ljust(24), *(f"{size // 1000} kB".rjust(8) for size in sizes), "exponent", sep="  ")
    for name in options.names or GENERATORS:
        times = [seconds_for(extractor, GENERATORS[name](size)) for size in sizes]
        if exponent(*times[1:]) > STEEPEST and times[-1] > SHORTEST:  # once more: other work on the machine
            times[1:] = [
                min(old, seconds_for(extractor, GENERATORS[name](size)))
                for old, size in zip(times[1:], sizes[1:], strict=True)
            ]
        steep = exponent(*times[1:])
        mark = "  <" if steep > STEEPEST and times[-1] > SHORTEST else ""
        bad += [name] if mark else []
        print(name.ljust(24), *(f"{one:8.2f}" for one in times), f"{steep:8.2f}{mark}", sep="  ", flush=True)
    if bad:
        print(f"steeper than {STEEPEST}: {', '.join(bad)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

# One word per habit; `just` alone lists them. Each line can be run by hand as well.

# List what there is.
default:
    @just --list

# Install what the tests need into the environment that is active.
install:
    pip install -q -e '.[dev]'

# Everything that has to hold before a change is handed in.
check: lint test

# Style, types and the direction of imports.
lint:
    ruff check
    ruff format --check
    mypy
    lint-imports

# The tests named, all of them where none is named.
test *tests:
    pytest {{ tests }}

# The tests that take no more than a moment each.
quick:
    pytest -m 'not slow'

# Are the pattern files right, and does every sentence in them find what it marks?
patterns *options:
    dlextract patterns check {{ options }}

# What the pattern files say of papers that they did not say at a commit (main, HEAD~1), and the other way round.
changes commit *papers:
    rm -rf .before && mkdir .before && git archive {{ commit }} patterns | tar -x -C .before
    dlextract patterns diff --was .before/patterns {{ papers }}

# The quick tests on each Python named (3.10 3.11 3.12 3.13, or paths of interpreters), each in an environment of its own.
pythons *versions:
    for python in {{ versions }}; do uv venv -q --clear --python $python .venv-python && uv pip install -q --python .venv-python -e '.[dev]' && .venv-python/bin/pytest -m 'not slow' || exit 1; done

# Format the code.
format:
    ruff check --fix
    ruff format

# Renew what is made from the code: schemas of the pattern files, the command line's reference, the picture.
renew:
    for kind in labels questions context sections fragments words; do dlextract patterns schema $kind > patterns/schema/$kind.json; done
    python docs/reference.py --write
    python docs/picture.py

# Measure on a folder of annotated papers, and write the figures into README.md.
measure folder:
    python benchmarks/accuracy.py {{ folder }} --write

# Time per paper, cold start and memory.
speed:
    python benchmarks/speed.py

# Wheel and source archive, in dist/.
build:
    python -m build

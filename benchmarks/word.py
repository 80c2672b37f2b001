"""The Word engine against docxtpl 0.20.2: template and data to bytes, both in memory, in one process, in turn.

docxtpl is used as its documentation says: ``DocxTemplate(file)``, ``render(context, autoescape=True)``, ``save``.
This library's side includes its safety and the digit policy, not the proof (``benchmarks.whole`` has all of it).
The floor is what no engine can avoid: deflating the finished document.xml and copying the rest. It takes turns with a
page call by call; ``_over_learned_floor`` is over the same floor repeated hundreds of times without anything between.
``word_zlib_`` figures are those without the extra ``fast``: the page and the floor deflated by Python's own zlib.
``python -m benchmarks.word`` prints the figures.
"""

from __future__ import annotations

import io
import math
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

from thaireport.deflate import ENGINE, by_zlib, deflate
from thaireport.output import package
from thaireport.output.docx import WordTemplate, compile_template, template

from benchmarks.shapes import Shape, plan_shape, shapes
from benchmarks.timing import call_by_call, mean, pair

DOCUMENT = "word/document.xml"


def _thai(_section: str) -> str:
    return "thai"


def by_thaireport(compiled: WordTemplate, shape: Shape) -> bytes:
    """A compiled template and its data to bytes."""
    return compiled.render(shape.context, digits=_thai, proof=False)


def by_docxtpl(shape: Shape) -> bytes:
    """A template file and its data to bytes, as docxtpl's documentation says."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(shape.template))
    document.render(shape.context, autoescape=True)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def floor(compiled: WordTemplate, shape: Shape, pack: Callable[[bytes], bytes] = deflate) -> Callable[[], object]:
    """Deflating the finished document.xml and copying all else."""
    document = compiled.render_parts(shape.context, digits=_thai)[DOCUMENT]
    rest = compiled.render(shape.context, digits=_thai)
    return lambda: (pack(document), bytearray(rest))


def compiling(shape: Shape) -> Callable[[], object]:
    """Compiling anew, past what is kept of templates compiled before."""
    return lambda: template.compile_anew(shape.template, shape.name)


def of_shape(shape: Shape, rounds: int, budget: float = 0.05) -> dict[str, float]:
    """The figures of one shape."""
    name = shape.name.replace(" ", "_")
    compiled = compile_template(shape.template, shape.name)
    ours = partial(by_thaireport, compiled, shape)
    speed = pair(ours, lambda: by_docxtpl(shape), rounds=rounds, budget=budget)
    limit = call_by_call(floor(compiled, shape), ours, rounds=rounds, budget=budget)
    learned = pair(floor(compiled, shape), ours, rounds=rounds, budget=budget)
    compiled_in = pair(lambda: by_docxtpl(shape), compiling(shape), rounds=rounds, budget=budget)
    document = compiled.render_parts(shape.context, digits=_thai)[DOCUMENT]
    return {
        f"word_{name}_over_docxtpl": speed.ratio,
        f"word_{name}_over_floor": limit.ratio,
        f"word_{name}_over_learned_floor": learned.ratio,
        f"word_{name}_compile_of_docxtpl": compiled_in.ratio,
        f"word_{name}_size_of_zlib6": len(deflate(document)) / len(zlib.compress(document, 6)),
    }


@contextmanager
def only_zlib() -> Iterator[None]:
    """Files are packed as where the extra ``fast`` is not installed."""
    with patch.object(package, "deflate", by_zlib):
        yield


def of_shape_by_zlib(shape: Shape, rounds: int, budget: float = 0.05) -> dict[str, float]:
    """The figures of one shape without the extra ``fast``."""
    name = shape.name.replace(" ", "_")
    compiled = compile_template(shape.template, shape.name)
    ours = partial(by_thaireport, compiled, shape)
    with only_zlib():
        speed = pair(ours, lambda: by_docxtpl(shape), rounds=rounds, budget=budget)
        limit = call_by_call(floor(compiled, shape, by_zlib), ours, rounds=rounds, budget=budget)
    return {f"word_zlib_{name}_over_docxtpl": speed.ratio, f"word_zlib_{name}_over_floor": limit.ratio}


def growth(rounds: int = 3) -> dict[str, float]:
    """From 3,100 to 31,000 rows: the exponent of time, docxtpl's time over ours, and memory beside the input."""
    small, large = plan_shape(3_100), plan_shape(31_000)
    compiled = compile_template(small.template, small.name)
    found = pair(
        lambda: by_thaireport(compiled, small), lambda: by_thaireport(compiled, large), rounds=rounds, budget=0.2
    )
    against = pair(lambda: by_thaireport(compiled, large), lambda: by_docxtpl(large), rounds=1)
    return {
        "word_growth_exponent": math.log10(found.ratio),
        "word_31000_over_docxtpl": against.ratio,
        "word_kb_per_row_at_31000": extra_memory(compiled, large) / 31_000 / 1024,
    }


def extra_memory(compiled: WordTemplate, shape: Shape) -> int:
    """Bytes that Python holds at most while rendering, beside the data."""
    context = shape.context
    tracemalloc.start()
    compiled.render(context, digits=_thai, proof=False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def ratios(quick: bool = False) -> dict[str, float]:
    """The named figures of the Word engine; ``quick`` leaves out growth and takes fewer pairs."""
    rounds, budget = (3, 0.02) if quick else (9, 0.05)
    found = _of_all(shapes(), partial(of_shape, rounds=rounds, budget=budget), "word_")
    if ENGINE != "zlib":
        rounds, budget = (2, 0.01) if quick else (9, 0.05)
        found |= _of_all(shapes(), partial(of_shape_by_zlib, rounds=rounds, budget=budget), "word_zlib_")
    return found if quick else found | growth()


def _of_all(wanted: Iterable[Shape], of_one: Callable[[Shape], dict[str, float]], start: str) -> dict[str, float]:
    """The figures of all shapes, and the mean over docxtpl."""
    found = {name: value for shape in wanted for name, value in of_one(shape).items()}
    over = [value for name, value in found.items() if name.endswith("_over_docxtpl")]
    return found | {f"{start}over_docxtpl": mean(over)}


if __name__ == "__main__":
    for name, value in ratios().items():
        print(f"{name:40} {value:8.2f}")

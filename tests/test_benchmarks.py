"""What the benchmarks compare is comparable: both sides of the batch and of the start print the same page."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import thaireport
from benchmarks import batch, start
from thaireport.thai import digits

JOINS = str.maketrans({"\u00a0": " ", "\u2060": None, "\u200b": None})


def words_of(file: bytes) -> str:
    """The words of a document in Arabic digits, without the joins that keep words on one line."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        root = ElementTree.fromstring(package.read("word/document.xml"))
    return digits.to_arabic("".join(root.itertext())).translate(JOINS)


@pytest.mark.parametrize("number", [0, 7])
def test_both_sides_of_the_batch_print_the_same_memo(number: int) -> None:
    ours = thaireport.render(thaireport.load(batch._memo(number)))
    (theirs,) = batch._same_pages([batch._letter(number)])
    assert f"ครั้งที่ {number}" in words_of(ours)
    assert words_of(ours) == words_of(theirs)


def test_docxtpls_script_makes_the_memo_that_ours_makes(tmp_path: Path) -> None:
    script = start.peer(tmp_path, tmp_path / "peer.docx")
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path)
    theirs = words_of((tmp_path / "peer.docx").read_bytes())
    assert "ความเห็นของนายกองค์การบริหารส่วนตำบล" in theirs
    assert theirs == words_of(thaireport.render(thaireport.load(start.EXAMPLE)))

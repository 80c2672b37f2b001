"""What the README shows runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import thaireport

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_ten_lines_of_python_make_a_word_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [code] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "memo.docx").read_bytes().startswith(b"PK")
    assert "ตราครุฑ" in capsys.readouterr().out


def test_every_kind_is_in_the_table() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    assert listed == set(thaireport.REPORTS)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize("top", sorted({target.split("/")[0] for target in re.findall(r"\]\(([^)#:]+)\)", README)}))
def test_the_source_package_holds_what_the_readme_points_to(top: str) -> None:
    assert f'"/{top}"' in (ROOT / "pyproject.toml").read_text("utf-8")

"""What docs/python.md and docs/cluster.md tell a developer to write runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.tools import ROOT

PAGE = (ROOT / "docs" / "python.md").read_text("utf-8")
_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def _run(code: str, known: dict[str, object]) -> None:
    exec(compile(code, "docs", "exec", dont_inherit=True), known)


def test_every_block_for_developers_runs_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {"__name__": "page"}
    for code in _BLOCK.findall(PAGE):
        _run(code, known)
    told = capsys.readouterr().out
    assert 'แผ่นงาน "ข้อมูล" ช่อง' in told
    assert Path("marked.xlsx").read_bytes().startswith(b"PK")
    assert "เรื่อง: ขออนุมัติจัดประชุมประจำเดือน ถูกแก้เป็น ขอเลื่อนการประชุม" in told
    assert "ตราครุฑ: ใช้ไฟล์ ../../secret/seal.png ไม่ได้ เพราะอยู่นอกโฟลเดอร์ของข้อมูล" in told
    assert sorted(path.name for path in Path("out").iterdir()) == ["1.docx", "2.docx"]


def test_the_script_for_many_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    monkeypatch.setenv("THAIREPORT_AGENCY", str(ROOT / "examples"))
    Path("in/memo.yaml").write_text((ROOT / "examples" / "memo.yaml").read_text("utf-8"), "utf-8")
    _run(_BLOCK.findall((ROOT / "docs" / "cluster.md").read_text("utf-8"))[0], {"__name__": "__main__"})
    assert capsys.readouterr().out == "out/memo.docx\n"


def test_the_variables_are_those_of_the_program() -> None:
    listed = set(re.findall(r"^\| `(THAIREPORT_\w+)` \|", PAGE, re.MULTILINE))
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "thaireport").rglob("*.py"))
    assert listed == set(re.findall(r'"(THAIREPORT_[A-Z]+)"', source))


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", PAGE))))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / "docs" / target).exists()

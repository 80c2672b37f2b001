"""Data files as text: every value as it was typed, and nothing that one name given twice would hide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from thaireport.errors import DataError
from thaireport.intake import source
from thaireport.intake.source import read


def data_of(folder: Path, name: str, text: str) -> Any:
    path = folder / name
    path.write_text(text, "utf-8")
    return read(path).data


@pytest.mark.parametrize(
    ("name", "text", "data"),
    [
        ("a.json", '{"x": 1.10, "y": 1e400, "z": 7}', {"x": "1.10", "y": "1e400", "z": "7"}),
        ("a.json", '{"x": NaN, "y": true, "z": null}', {"x": "NaN", "y": True, "z": None}),
        ("a.yaml", "x: 0431234567\ny: 2567-02-29\nz: 1.10\n", {"x": "0431234567", "y": "2567-02-29", "z": "1.10"}),
        ("a.yaml", 'x: ~\ny: ""\nz: "null"\n', {"x": None, "y": None, "z": "null"}),
        ("a.yaml", "x: |\n  หนึ่ง\n\n  สอง\n", {"x": "หนึ่ง\n\nสอง\n"}),
        ("a.yaml", "x: &same [หนึ่ง]\ny: *same\n", {"x": ["หนึ่ง"], "y": ["หนึ่ง"]}),
    ],
)
def test_a_value_is_what_was_typed(name: str, text: str, data: object, tmp_path: Path) -> None:
    assert data_of(tmp_path, name, text) == data


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.json", '{"kind": "memo", "kind": "order"}', "a.json: “kind” ซ้ำกันในที่เดียวกัน: ลบออกหนึ่งแห่ง"),
        ("a.json", '{"x": [{"a": 1, "a": 2}]}', "a.json: “a” ซ้ำกันในที่เดียวกัน: ลบออกหนึ่งแห่ง"),
        ("a.yaml", "kind: memo\nkind: order\n", "a.yaml บรรทัด 2: “kind” ซ้ำกันสองครั้ง: ลบออกหนึ่งแห่ง"),
        ("a.yaml", "x:\n  - a: 1\n    a: 2\n", "a.yaml บรรทัด 3: “a” ซ้ำกันสองครั้ง: ลบออกหนึ่งแห่ง"),
        ("a.yaml", "? [a, b]\n: c\n", "a.yaml บรรทัด 1: ชื่อรายการต้องเป็นข้อความ"),
        ("a.json", "[1]", "a.json: ไฟล์ต้องเป็นรายการ “ชื่อ: ค่า” เช่น kind: memo ในบรรทัดแรก"),
        ("a.yaml", "- a\n- b\n", "a.yaml: ไฟล์ต้องเป็นรายการ “ชื่อ: ค่า” เช่น kind: memo ในบรรทัดแรก"),
        ("a.yaml", "# หมายเหตุเท่านั้น\n", "a.yaml: ไฟล์ว่างเปล่า: ใส่ข้อมูล เช่น kind: memo"),
    ],
)
def test_what_would_be_lost_or_is_no_data_is_told_with_its_place(
    name: str, text: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as refused:
        data_of(tmp_path, name, text)
    assert [str(problem) for problem in refused.value.problems] == [told]


def test_a_file_of_data_larger_than_any_report_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 20)
    assert data_of(tmp_path, "a.yaml", "x: 12345678901234567"[:20]) == {"x": "12345678901234567"}
    with pytest.raises(DataError, match="ไฟล์ใหญ่เกิน"):
        data_of(tmp_path, "a.yaml", "x: 123456789012345678")

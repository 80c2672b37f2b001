"""Reading what a report is made from: a workbook against bare python-calamine, YAML against PyYAML's own loader.

The workbook is a plan of 31,000 rows (``quick`` takes a tenth of all sizes; the name of a figure says of how many rows
it is). This library's side finds the tables by their names, reads every cell as a clerk typed it and remembers its
place; validation by the models comes on top of both and is shown in seconds of its own. ``input_report_`` is the
whole way to a checked report, its rules included; allowed for it is 1.3 times calamine's time plus validation.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from statistics import median

import thaireport
import yaml
from thaireport import ActionPlan
from thaireport.intake import source, workbook

from benchmarks.action_plan import data
from benchmarks.timing import pair, seconds

ROWS, TEXT_ROWS = 31_000, 3_100
ALLOWED = 1.3
"""Times calamine that reading may take."""
QUICK_ROWS, QUICK_TEXT_ROWS = 3_100, 310


def calamine(path: Path) -> list[object]:
    """Every sheet as python-calamine gives it."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def ratios(quick: bool = False) -> dict[str, float]:
    """Times calamine and times PyYAML's pure loader, and the seconds of validation."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        rows, text_rows, rounds = (QUICK_ROWS, QUICK_TEXT_ROWS, 2) if quick else (ROWS, TEXT_ROWS, 5)
        workbook_path = folder / "plan.xlsx"
        found = _of_workbook(workbook_path, rows, rounds)
        return found | ({} if quick else _of_report(workbook_path, rows, rounds)) | _of_text(folder, text_rows, rounds)


def _of_workbook(path: Path, rows: int, rounds: int) -> dict[str, float]:
    typed = data(rows, 0)
    plan = ActionPlan.model_validate(typed)
    path.write_bytes(thaireport.render(plan, "xlsx", data=False))
    read = workbook.read(path)
    if len(read.data["projects"]) != rows:
        raise RuntimeError("the workbook was not read whole")
    found = pair(lambda: calamine(path), lambda: workbook.read(path), rounds=rounds, budget=0.2)
    return {
        f"input_workbook_{rows}_of_calamine": found.ratio,
        f"input_workbook_{rows}_seconds": found.other / 1000,
        f"input_validation_{rows}_seconds": seconds(lambda: ActionPlan.model_validate(typed)),
    }


def _of_report(path: Path, rows: int, rounds: int) -> dict[str, float]:
    """A workbook into a checked report, over what the goal allows for it and over calamine and validation alone."""
    typed = data(rows, 0)
    allowed, alone = [], []
    for _ in range(rounds):
        read, checked = seconds(lambda: calamine(path)), seconds(lambda: ActionPlan.model_validate(typed))
        whole = seconds(lambda: thaireport.load(path))
        allowed.append(whole / (ALLOWED * read + checked))
        alone.append(whole / (read + checked))
    return {
        f"input_report_{rows}_of_allowed": median(allowed),
        f"input_report_{rows}_of_calamine_and_validation": median(alone),
    }


def _of_text(folder: Path, rows: int, rounds: int) -> dict[str, float]:
    stored = ActionPlan.model_validate(data(rows, 0)).stored()
    (folder / "plan.json").write_text(json.dumps(stored, ensure_ascii=False), "utf-8")
    text = yaml.dump(stored, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True)
    (folder / "plan.yaml").write_text(text, "utf-8")
    slow = pair(
        lambda: source.read(folder / "plan.yaml"),
        lambda: yaml.load(text, Loader=yaml.SafeLoader),
        rounds=rounds,
    )
    quick = pair(lambda: source.read(folder / "plan.json"), lambda: source.read(folder / "plan.yaml"), rounds=rounds)
    return {f"input_yaml_{rows}_over_pyyaml": slow.ratio, f"input_json_{rows}_over_yaml": quick.ratio}


if __name__ == "__main__":
    for name, value in ratios().items():
        print(f"{name:40} {value:8.2f}")

"""``make fonts``: the real TH Sarabun fonts for judging pages, unpacked into ``.fonts/`` (never committed).

They come from a wheel of the Python index that carries them unmodified, pinned by version and SHA-256:
TH SarabunPSK (the mandated font) and TH Sarabun New. Beside them ``fonts.conf`` is written, a fontconfig
file that finds them and substitutes nothing: ``FONTCONFIG_FILE=.fonts/fonts.conf soffice ...``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

from thaireport.output.fonts import font_config

PACKAGE = "odoo-addon-l10n-th-base-utils==19.0.2.0.0"
SHA256 = "3fd5a9f84c339c1f9dc671002690d2d3cd4fa22fba88476cf818273205dd8746"
INSIDE = ("/static/fonts/thai/THSarabun/", "/static/fonts/thai/THSarabunNew/")
FAMILIES = ("TH SarabunPSK", "TH Sarabun New")
FACES_PER_FAMILY = 4
FOLDER = Path(__file__).resolve().parent.parent / ".fonts"


def fetch_wheel(folder: Path) -> Path:
    """The pinned wheel in ``folder``; pip itself refuses one whose SHA-256 differs."""
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{PACKAGE} --hash=sha256:{SHA256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--ignore-requires-python", "--only-binary=:all:", "--require-hashes"]
    command += ["--dest", str(folder), "--requirement", str(wanted)]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def unpack(wheel: Path, folder: Path) -> list[Path]:
    """The font files of ``wheel`` that are wanted, written flat into ``folder``."""
    written = []
    with ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".ttf") and any(part in name for part in INSIDE):
                path = folder / Path(name).name
                path.write_bytes(archive.read(name))
                written.append(path)
    return written


def resolved(family: str, config: Path) -> Path:
    """The file that fontconfig opens for ``family``."""
    command = ["fc-match", "-f", "%{file}", family]
    environment = os.environ | {"FONTCONFIG_FILE": str(config)}
    found = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return Path(found.stdout)


def is_complete(folder: Path) -> bool:
    return len(list(folder.glob("*.ttf"))) == FACES_PER_FAMILY * len(FAMILIES)


def faults(folder: Path, config: Path) -> list[str]:
    """What is wrong with the unpacked fonts; empty when both families open their own files."""
    wrong = [] if is_complete(folder) else [f"{folder} does not hold {FAMILIES} in four faces each"]
    if shutil.which("fc-match") is None:
        return wrong
    for family in FAMILIES:
        path = resolved(family, config)
        if folder.resolve() not in path.resolve().parents:
            wrong.append(f"{family} would be set in {path}")
    return wrong


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    if not is_complete(FOLDER):
        with tempfile.TemporaryDirectory() as temporary:
            unpack(fetch_wheel(Path(temporary)), FOLDER)
    config = FOLDER / "fonts.conf"
    config.write_text(font_config([FOLDER], FOLDER / "cache"), encoding="utf-8")
    wrong = faults(FOLDER, config)
    print(*(wrong or [f"fonts: {', '.join(FAMILIES)} in {FOLDER}"]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

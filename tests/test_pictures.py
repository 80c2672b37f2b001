"""Pictures as agencies have them: turned by the camera, of the wrong type, broken, huge; none is printed wrong."""

from __future__ import annotations

import io
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin
from thaireport import pictures
from thaireport.pictures import MAX_BYTES, PictureFile

RED, WHITE = (254, 0, 0), (255, 255, 255)


def drawn(size: tuple[int, int] = (120, 90)) -> Image.Image:
    """White with a red band along the top."""
    picture = Image.new("RGB", size, "white")
    picture.paste(Image.new("RGB", (size[0], size[1] // 3), RED), (0, 0))
    return picture


def saved(folder: Path, name: str, picture: Image.Image, **how: Any) -> PictureFile:
    picture.save(folder / name, **how)
    return PictureFile(name, folder)


def printed(file: PictureFile) -> Image.Image:
    made = file.picture(width_cm=8.0)
    opened = Image.open(io.BytesIO(made.data))
    assert opened.size == (made.width_px, made.height_px)
    return opened


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


# How a camera held so stores what is red along the top: Pillow's names of the way there.
STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", sorted(STORED))
@pytest.mark.parametrize("size", [(120, 90), (90, 90)], ids=["oblong", "square"])
def test_a_photograph_is_upright_however_the_camera_was_held(
    tmp_path: Path, orientation: int, size: tuple[int, int]
) -> None:
    file = saved(tmp_path, "a.png", drawn(size).transpose(STORED[orientation]), exif=turned(orientation))
    upright = printed(file).convert("RGB")
    assert (upright.size, upright.getpixel((45, 5)), upright.getpixel((45, 85))) == (size, RED, WHITE)
    assert 0x0112 not in upright.getexif()


def test_a_photograph_with_further_pictures_inside_is_a_jpeg(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.jpg", drawn(), format="MPO", save_all=True, append_images=[drawn()])
    assert (file.fault(), printed(file).format) == (None, "JPEG")


def test_sixteen_bits_a_pixel_are_scaled_without_losing_their_greys(tmp_path: Path) -> None:
    grey = Image.linear_gradient("L").resize((1400, 1400)).convert("I").point(lambda value: value * 257)
    made = printed(saved(tmp_path, "a.png", grey.convert("I;16"))).convert("L")
    assert made.width == 693
    assert made.getextrema() == (0, 255)


@pytest.mark.parametrize(("name", "kind"), [("a.gif", "GIF"), ("a.bmp", "BMP"), ("a.jpg", "WEBP")])
def test_another_type_is_refused_by_its_name(tmp_path: Path, name: str, kind: str) -> None:
    fault = saved(tmp_path, name, drawn(), format=kind).fault()
    assert fault == f"ไฟล์ภาพ {name} เป็นชนิด {kind}: ใช้ได้เฉพาะ PNG และ JPEG"


def test_a_picture_that_breaks_off_is_refused(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.jpg", drawn((600, 600)))
    file.path.write_bytes(file.path.read_bytes()[:-2000])
    assert "เปิดไม่ได้" in (file.fault() or "")


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.png", drawn())
    with file.path.open("ab") as opened:
        opened.truncate(MAX_BYTES + 1)
    assert "ใหญ่เกิน 40 ล้านไบต์" in (file.fault() or "")


def test_more_dots_than_memory_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path, "a.png", drawn())
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert "จุดภาพมากเกินไป" in (file.fault() or "")


def test_a_photograph_of_today_passes_without_a_word_of_pillow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path, "a.png", drawn())
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 9000)  # the picture has 10,800: a warning, which would be an error
    assert file.fault() is None
    assert file.size() == (120, 90)


def test_a_photograph_whose_exif_breaks_off_is_taken_without_a_word_of_pillow(tmp_path: Path) -> None:
    path = tmp_path / "ภาพ.jpg"
    Image.new("RGB", (60, 40)).save(path, exif=b"Exif\0\0II*\0\x08\0\0\0\x05\0\x12\x01")
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        assert PictureFile(path.name, tmp_path).fault() is None
    assert not heard


def test_threads_reading_pictures_leave_the_programs_warnings_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two threads would begin together and end in the order they began, each putting back what it had found."""
    begun, second = threading.Semaphore(0), threading.Event()
    really = Image.open

    def slowly(*of: Any) -> Image.Image:
        if second.is_set():
            begun.release()
            time.sleep(0.2)
        second.set()
        begun.acquire(timeout=0.2)
        return really(*of)

    monkeypatch.setattr(Image, "open", slowly)
    before = list(warnings.filters)
    files = [saved(tmp_path, f"{number}.png", drawn()) for number in range(2)]
    with ThreadPoolExecutor(2) as pool:
        assert [made.kind for made in pool.map(PictureFile.picture, files)] == ["png", "png"]
    assert warnings.filters == before


def test_a_name_that_no_disk_can_hold_is_a_picture_that_is_not_found(tmp_path: Path) -> None:
    assert "ไม่พบไฟล์ภาพ" in (PictureFile("ก" * 3_000, tmp_path).fault() or "")


def test_a_png_of_too_many_dots_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    image = Image.new("L", (9_000, 9_000), 255)  # a few kilobytes; four bytes a dot when it is made upright
    file = saved(tmp_path, "a.png", image)
    started = time.monotonic()
    assert "จุดภาพมากเกินไป" in (file.fault() or "")
    assert time.monotonic() - started < 2


def test_a_photograph_of_too_many_dots_is_opened_at_a_part_of_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_DOTS", 10_000_000)
    file = saved(tmp_path, "a.jpg", Image.new("RGB", (4_000, 4_000), "red"))
    assert file.fault() is None
    assert (file.picture().width_px, file.size()) == (1386, (4_000, 4_000))


def test_a_picture_whose_words_unpack_without_end_is_refused_in_thai(tmp_path: Path) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("note", "ก" * 3_000_000, zip=True)
    image = drawn()
    image.save(tmp_path / "a.png", pnginfo=words)
    assert "เปิดไม่ได้" in (PictureFile("a.png", tmp_path).fault() or "")

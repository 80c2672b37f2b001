"""``python -m tools.photos``: the neutral pictures of the examples, drawn, so that nobody's photograph is shipped.

Plain scenes of figures in a hall, a field or a street; a few kilobytes each.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "photos"
_SIZE = (640, 480)
_SKY, _GROUND, _WALL, _WOOD = (205, 221, 234), (176, 196, 160), (232, 226, 214), (158, 138, 112)
_CLOTHES = ((96, 110, 140), (140, 104, 96), (110, 132, 104), (134, 124, 150))

# What each scene shows: inside or outside, how many people in how many rows, and whether a board hangs there.
_SCENES: dict[str, tuple[bool, int, int, bool]] = {
    "training": (True, 7, 2, True),
    "workshop": (True, 4, 2, False),
    "camp": (False, 6, 2, False),
    "school": (True, 8, 1, True),
    "forum": (False, 8, 2, True),
    "voting": (True, 3, 1, True),
    "volunteers": (False, 5, 1, False),
    "board": (True, 0, 0, True),
}


def scene(inside: bool, people: int, rows: int, board: bool) -> Image.Image:
    """One picture in a few flat colours."""
    picture = Image.new("RGB", _SIZE, _WALL if inside else _SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 330, 640, 480), fill=_WOOD if inside else _GROUND)
    if not inside:
        draw.polygon(((0, 330), (150, 200), (280, 330)), fill=(140, 160, 150))
        draw.polygon(((200, 330), (400, 170), (640, 330)), fill=(124, 146, 140))
    if board:
        _board(draw)
    for row in range(rows):
        for place in range(people):
            _person(draw, place, people, row)
    return picture


def _board(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((170, 60, 470, 210), fill=(250, 250, 250), outline=_WOOD, width=6)
    for line in range(5):
        draw.rectangle((195, 85 + 22 * line, 445 - 40 * (line % 2), 93 + 22 * line), fill=(170, 176, 186))


def _person(draw: ImageDraw.ImageDraw, place: int, people: int, row: int) -> None:
    width = 56 + 14 * row
    x = round(640 * (place + 0.5 + 0.25 * row) / (people + 0.25))
    y = 300 + 80 * row
    clothes = _CLOTHES[(place + row) % len(_CLOTHES)]
    draw.rounded_rectangle((x - width // 2, y, x + width // 2, y + 150), radius=22, fill=clothes)
    head = width * 2 // 5
    draw.ellipse((x - head // 2, y - head - 4, x + head // 2, y - 4), fill=(206, 172, 142))


def main() -> int:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    for name, (inside, people, rows, board) in _SCENES.items():
        picture = scene(inside, people, rows, board).convert("P", palette=Image.Palette.ADAPTIVE, colors=24)
        picture.save(FOLDER / f"{name}.png", optimize=True)
        print(f"examples/photos/{name}.png  {(FOLDER / f'{name}.png').stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Laying the pictures out: a page of thumbnails that lead to the pictures, and one picture of them all."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from portal.shots.camera import WIDTHS, Picture

THUMB = {"phone": 150, "desk": 340}
TALLEST = 420
GAP, LINE = 12, 22
COLUMNS = 3
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
PAPER, INK = "#f4f2ec", "#1c1c1c"

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>
<style>
body{{font:15px/1.5 system-ui;margin:2rem;background:#f4f2ec}} section{{border-top:1px solid #999;padding:1rem 0}}
h2{{font-size:1rem;margin:0 0 .5rem}} div{{display:flex;gap:1rem;align-items:start;overflow:auto}}
img{{border:1px solid #ccc}} pre{{white-space:pre-wrap;color:#a00}}
</style><h1>Every page: {count} pictures</h1><pre>{faults}</pre>{sections}</html>"""


def lay_out(pictures: Sequence[Picture], faults: Iterable[str], *, folder: Path) -> Path:
    """Write index.html, contact.png and the thumbnails; answers where the page is."""
    by_stop: dict[str, list[Picture]] = {}
    for picture in pictures:
        by_stop.setdefault(picture.stop, []).append(picture)
    thumbs = {picture.path: _thumbnail(picture, folder) for picture in pictures}
    sections = "".join(_section(stop, taken, thumbs, folder) for stop, taken in by_stop.items())
    index = folder / "index.html"
    index.write_text(PAGE.format(count=len(pictures), faults=escape("\n".join(faults)), sections=sections))
    _contact(by_stop, thumbs).save(folder / "contact.png", optimize=True)
    return index


def _thumbnail(picture: Picture, folder: Path) -> Path:
    width = THUMB[picture.width]
    with Image.open(picture.path) as image:
        seen = image.convert("RGB").crop((0, 0, image.width, min(image.height, TALLEST * image.width // width)))
        small = seen.resize((width, seen.height * width // image.width), Image.Resampling.LANCZOS)
    path = folder / "thumbs" / picture.path.relative_to(folder).with_suffix(".jpg")
    path.parent.mkdir(parents=True, exist_ok=True)
    small.save(path, quality=80)
    return path


def _section(stop: str, taken: Sequence[Picture], thumbs: dict[Path, Path], folder: Path) -> str:
    figures = "".join(
        f'<a href="{picture.path.relative_to(folder)}">'
        f'<img loading="lazy" src="{thumbs[picture.path].relative_to(folder)}"'
        f' alt="{escape(stop)}, {picture.language}, {WIDTHS[picture.width]} px"></a>'
        for picture in taken
    )
    return f'<section id="{escape(stop)}"><h2>{escape(stop)}</h2><div>{figures}</div></section>'


def _contact(by_stop: dict[str, list[Picture]], thumbs: dict[Path, Path]) -> Image.Image:
    """All pages on one sheet, in columns, each row as high as its highest picture."""
    font = ImageFont.truetype(FONT, 14) if Path(FONT).exists() else ImageFont.load_default()
    rows = [(stop, [Image.open(thumbs[picture.path]) for picture in taken]) for stop, taken in by_stop.items()]
    widths = [sum(image.width + GAP for image in images) for _stop, images in rows]
    heights = [max(image.height for image in images) + LINE + GAP for _stop, images in rows]
    column = max(widths, default=GAP) + GAP
    share = sum(heights) // COLUMNS + max(heights, default=0)
    places, x, y = [], GAP, GAP
    for height in heights:
        if y + height > share + GAP:
            x, y = x + column, GAP
        places.append((x, y))
        y += height
    lowest = max((y + height for (_x, y), height in zip(places, heights, strict=True)), default=0)
    sheet = Image.new("RGB", (max((x for x, _y in places), default=0) + column, lowest + GAP), PAPER)
    pen = ImageDraw.Draw(sheet)
    for (stop, images), (left, top) in zip(rows, places, strict=True):
        pen.text((left, top), stop, fill=INK, font=font)
        for place, image in enumerate(images):
            sheet.paste(image, (left + sum(before.width + GAP for before in images[:place]), top + LINE))
    return sheet

"""Looking into a file that a stranger sent, in a child process with little memory and little time.

`python -m applications.inspection PATH` prints one JSON line: `{"media_type": …, "pages": …}` or `{"refused": CODE}`.
The parent (`files.inspect`) turns a code, a crash or a timeout into a sentence. A PDF that is encrypted, carries
scripts, launches programs or embeds files is refused: an officer opens it on a government machine.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 15
PIXELS = 80_000_000
MEDIA_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})
ACTIVE_ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")
ACTIVE_KEYS = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA")


class Refused(Exception):
    """The file cannot be taken in; the argument is the code of the reason."""


def look(path: Path) -> dict[str, Any]:
    """Media type and number of pages. Raises `Refused` with a code of `files.REFUSALS`."""
    import magic

    media_type = magic.from_file(str(path), mime=True)
    if media_type not in MEDIA_TYPES:
        raise Refused("TYPE")
    if media_type == "application/pdf":
        return {"media_type": media_type, "pages": _pdf_pages(path)}
    return {"media_type": media_type, "pages": _image(path, media_type)}


def _pdf_pages(path: Path) -> int:
    import pikepdf

    with path.open("rb") as stream:
        head = stream.read(5)
        stream.seek(max(0, path.stat().st_size - 70_000))
        tail = stream.read()
    if head != b"%PDF-":
        raise Refused("BROKEN")
    if b"PK\x05\x06" in tail:
        raise Refused("TWO_FILES_IN_ONE")
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise Refused("ENCRYPTED") from error
    except pikepdf.PdfError as error:
        raise Refused("BROKEN") from error
    with pdf:
        if pdf.is_encrypted:
            raise Refused("ENCRYPTED")
        if any(_is_active(thing) for thing in pdf.objects):
            raise Refused("ACTIVE_CONTENT")
        if not len(pdf.pages):
            raise Refused("BROKEN")
        return len(pdf.pages)


def _is_active(thing: Any) -> bool:
    """Whether an object, or one written inside it, runs, launches or embeds something."""
    import pikepdf

    waiting = [thing]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            inside = list(each)
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            if any(key in each for key in ACTIVE_KEYS) or str(each.get("/S", "")) in ACTIVE_ACTIONS:
                return True
            inside = [value for _key, value in each.items()]
        else:
            continue
        waiting += [value for value in inside if isinstance(value, pikepdf.Object) and not value.is_indirect]
    return False


def _image(path: Path, media_type: str) -> int:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(path) as image:
            size, format_found = image.width * image.height, image.format or ""
            image.verify()
    except Image.DecompressionBombError as error:
        raise Refused("TOO_MANY_PIXELS") from error
    except Exception as error:  # Pillow raises many kinds for a broken file; each of them means the same here
        raise Refused("BROKEN") from error
    if size > PIXELS:
        raise Refused("TOO_MANY_PIXELS")
    if Image.MIME.get(format_found) != media_type:
        raise Refused("BROKEN")
    return 1


def main(path: str) -> None:
    """The child process: limit itself, look, print one line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = look(Path(path))
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])

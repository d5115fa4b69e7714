"""Word documents (.docx) to pages in Markdown: paragraphs, headings, tables as rows."""

from __future__ import annotations

import io
from pathlib import Path

from newsutil.files.markup import as_markdown, lines_of, parse
from newsutil.files.size_limits import check_document

# What mammoth does not know by itself; pictures are left out.
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh"


def read_document(path: Path, label: str) -> str:
    """Text of a document in the order in which it is read; headers, footers and deleted words are left out.

    Raises
    ------
    ValueError
        When it is no such document, or a larger one than memory holds.
    """
    import mammoth

    data = path.read_bytes()
    try:
        check_document(io.BytesIO(data), label)
        made = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(lambda image: {})
        )
    except ValueError:
        raise
    except Exception as error:  # a damaged archive, XML or style: to the user all mean the same
        raise ValueError(
            f"a readable .docx file is needed; {label} could not be read ({str(error)[:120]}). Open it in Word or WPS "
            "and save it again."
        ) from error
    tree = parse(f"<div>{made.value}</div>")
    return "\n\n".join(map(as_markdown, lines_of(tree)))

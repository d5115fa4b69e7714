"""Archives: folders with more articles than memory holds, as a Dask table that is read where it is worked on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from newsutil import schema
from newsutil.files.article_rows import in_front
from newsutil.files.find_files import File, find_files
from newsutil.files.problems import Problems
from newsutil.pages.articles import split_articles
from newsutil.pages.pages import contents


def read_archive(path: str | Path, *, files: int = 200) -> Any:
    """Articles of a folder as a Dask DataFrame: nothing is read but the names, until a verb needs the texts.

    The rows are those of :func:`read_articles`, in the same order and with the same ids, and every verb takes them.
    Only the ids that the rows of a table bring along get the name of their file in front wherever there are other
    files: which of them stand twice cannot be seen before all are read.

    Parameters
    ----------
    path : str or Path
        A folder, or a file; on a cluster, one that all workers see under this name.
    files : int
        Files in a partition: so many that it holds some 5,000 to 50,000 articles, or a few partitions for each worker.
        A table file is never cut; very large ones are better kept as Parquet, for ``dask.dataframe.read_parquet``.

    Returns
    -------
    dask.dataframe.DataFrame
        The columns of the table of articles, and no further ones.  A file that cannot be read is one row, named in
        ``article_id``, whose ``kind`` is missing; a warning where it is read says why.

    Raises
    ------
    FileNotFoundError
        When there is nothing to read at ``path``.
    ValueError
        When ``files`` is not 1 or more.
    ImportError
        When Dask is not installed.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "20230602-01-01.txt").write_text("\\n沱江稻花香\\n\\n稻田抽穗了。", encoding="utf-8")
    >>> read_archive(folder).compute()[["article_id", "title", "text"]].iloc[0].to_list()
    ['20230602-01-01', '沱江稻花香', '稻田抽穗了。']
    """
    if files < 1:
        raise ValueError(f"a partition has 1 file or more; got files={files}. Leave it out for 200.")
    try:
        import dask
        import dask.dataframe as tables
    except ImportError:
        raise ImportError(
            "Dask is needed for an archive, it is not installed. Install it with: "
            'python -m pip install "dask[dataframe]" distributed, or use read_articles, which needs none.'
        ) from None
    root = Path(path).absolute()  # workers may have been started elsewhere
    found = find_files(root)
    Problems().tell(found.told())
    some = [found.files[start : start + files] for start in range(0, len(found.files), files)]
    several = len(found.files) > 1
    with dask.config.set({"dataframe.convert-string": False}):  # the types of pandas, not Dask's own strings
        return tables.from_map(_read, some, root=root, several=several, meta=schema.frame("articles"))


def _read(files: list[File], root: Path, several: bool) -> pd.DataFrame:
    """Articles of some files of a folder, in order; of one that cannot be read only the name."""
    columns = list(schema.COLUMNS["articles"])
    parts = [schema.frame("articles")]
    pages: list[dict[str, Any]] = []
    problems = Problems()
    for name, content in contents(files, root, problems, alone=False):
        if isinstance(content, dict):
            pages.append(content)
            continue
        if content is None:
            row = {"article_id": name, "page_id": name, "line": 0}
            part = schema.frame("articles", [row]).assign(kind=pd.Series([None], dtype=schema.TEXT))
        else:
            part = in_front(name, content[columns], "article_id", problems) if several else content[columns]
        parts += [*_split(pages), part]
        pages = []
    problems.tell()
    return pd.concat([*parts, *_split(pages)], ignore_index=True)


def _split(pages: list[dict[str, Any]]) -> list[pd.DataFrame]:
    return [split_articles(schema.frame("pages", pages))] if pages else []

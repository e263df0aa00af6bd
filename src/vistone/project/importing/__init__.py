"""Reads other tools' exports: a file in, frozen structs out.

Nothing here knows the database or HTTP. A source is one module with one `read` function, listed in `sources.py`;
`csvtable.py` and `fields.py` hold what CSV sources share, `markup.py` turns foreign markup into Markdown.
"""

"""Fill in pages of HTML: what is put into one is cleaned and escaped, unless the page wrote it."""

from __future__ import annotations

from coding.files.clean import cleaned


def page(package: str, template: str, **values: object) -> str:
    """Return a template (`x.html.j2` in the package's folder `templates`) with values filled in.

    A value that the template names and is not given raises `jinja2.UndefinedError`: that is a
    mistake of ours, none of a researcher's.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(**values)

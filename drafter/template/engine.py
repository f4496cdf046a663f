"""docxtpl's class with every step replaced that can lose words or run data as template.

docxtpl gives the language, the object model and the public class; what it does by regular
expressions over XML text (`patch_xml`), by a recovering parser (`fix_tables`) and by saving
through a zip with today's date is done here on the element tree, strictly and reproducibly.
"""

from __future__ import annotations

import io
from os import PathLike
from typing import IO, Any, Self

from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

from drafter.template.environment import FencedEnvironment
from drafter.template.lift import lift_part
from drafter.template.package import parse, read_package, write_package


class FencedTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A `DocxTemplate` whose inherited entry points all stay inside the fence."""

    @classmethod
    def opened(cls, blob: bytes) -> Self:
        """Return the template with its Word document opened; raise where it cannot be."""
        template = cls(io.BytesIO(blob))
        template.init_docx()
        return template

    def patch_xml(self, src_xml: str) -> str:
        """Return the part's text for jinja, lifted on the element tree."""
        return lift_part(parse(src_xml.encode()), "正文", {}).source

    def render_xml_part(
        self,
        src_xml: str,
        part: Any,
        context: dict[str, Any],
        jinja_env: Environment | None = None,
    ) -> str:
        """Render one lifted part in the sandbox, whatever environment was asked for."""
        self.current_rendering_part = part
        return FencedEnvironment().from_string(src_xml).render(context)

    def fix_tables(self, xml: str) -> etree._Element:
        """Parse strictly; widths and grids stay as they were drawn."""
        return parse(xml.encode())

    def render_properties(
        self, context: dict[str, Any], jinja_env: Environment | None = None
    ) -> None:
        """Leave the properties alone: they are no place for tags."""

    def render_footnotes(
        self, context: dict[str, Any], jinja_env: Environment | None = None
    ) -> None:
        """Leave footnotes alone: drafter renders them once, as parts of their own."""

    def save(self, filename: IO[bytes] | str | PathLike[str], *args: Any, **kwargs: Any) -> None:
        """Refuse to write to a path; write reproducible bytes to a buffer."""
        if isinstance(filename, str | PathLike):
            raise TypeError("files are written by drafter.output, atomically")
        buffer = io.BytesIO()
        self.docx.save(buffer)
        filename.write(write_package(read_package(buffer.getvalue())))

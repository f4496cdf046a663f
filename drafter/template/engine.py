"""docxtpl's class with every step replaced that can lose words or run data as template.

docxtpl gives the language, the object model and the public class; what it does by regular
expressions over XML text (`patch_xml`), by a recovering parser (`fix_tables`) and by saving
through a zip with today's date is done here on the element tree, strictly and reproducibly.
"""

from __future__ import annotations

import io
from os import PathLike
from typing import IO, Any, NoReturn, Self

from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateSyntaxError
from lxml import etree

from drafter.diagnostics import Severity
from drafter.template.environment import RUN_KEY, FencedEnvironment
from drafter.template.finish import finish
from drafter.template.lift import lift_part
from drafter.template.lint import lint
from drafter.template.package import parse, read_package, write_package
from drafter.template.run import Run
from drafter.template.seam import Seams


class FencedTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A `DocxTemplate` whose inherited entry points all stay inside the fence."""

    _seams: dict[str, Seams]
    """Where the text of each patched part may be cut."""

    @classmethod
    def opened(cls, blob: bytes) -> Self:
        """Return the template with its Word document opened; raise where it cannot be."""
        template = cls(io.BytesIO(blob))
        template._seams = {}
        template.init_docx()
        return template

    def patch_xml(self, src_xml: str) -> str:
        """Return the part's text for jinja, lifted on the element tree; refuse a faulty one."""
        part = lift_part(parse(src_xml.encode()), "正文", {})
        faults = [*part.faults, *lint(part, FencedEnvironment()).faults]
        for fault in faults:
            if fault.severity is Severity.ERROR:
                raise TemplateSyntaxError(fault.message, 1)
        self._seams[part.source] = part.seams
        return part.source

    def render_xml_part(
        self,
        src_xml: str,
        part: Any,
        context: dict[str, Any],
        jinja_env: Environment | None = None,
    ) -> str:
        """Render one lifted part in the sandbox, whatever environment was asked for."""
        self.current_rendering_part = part
        seams, run = self._seams[src_xml], context.get(RUN_KEY)
        if isinstance(run, Run):
            run.seams = seams
        rendered = FencedEnvironment().from_string(src_xml).render(context)
        return finish(rendered, run.log.entries if isinstance(run, Run) else [], seams).text

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

    def write_xml(self, filename: str | PathLike[str]) -> None:
        """Refuse to write to a path."""
        raise TypeError("files are written by drafter.output, atomically")

    def _outside(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("drafter does not offer this part of docxtpl")

    new_subdoc = build_url_id = post_processing = _outside
    replace_media = replace_pic = replace_embedded = replace_zipname = _outside
    get_undeclared_template_variables = _outside

    def save(self, filename: IO[bytes] | str | PathLike[str], *args: Any, **kwargs: Any) -> None:
        """Refuse to write to a path; write reproducible bytes to a buffer."""
        if isinstance(filename, str | PathLike):
            raise TypeError("files are written by drafter.output, atomically")
        buffer = io.BytesIO()
        self.docx.save(buffer)
        filename.write(write_package(read_package(buffer.getvalue())))

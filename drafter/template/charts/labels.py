"""Number formats of a chart's labels: each shows its number as the text of the report does.

Word would take the format of the number itself; LibreOffice, which makes the PDF, shows numbers
of an embedded table in none. So each label says its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from drafter.template.charts.names import cn
from drafter.template.package import child_of, parent_of

_LABELS, _LABEL, _FORM = cn("dLbls"), cn("dLbl"), cn("numFmt")
_BEFORE_FORM = {cn(name) for name in ("idx", "layout", "tx", "dLbl")}
_OF_ALL = {cn(name) for name in ("dLbl", "showLeaderLines", "leaderLines", "extLst")}
"""What a label of one point has not."""
_BEFORE_LABELS = {
    cn(name)
    for name in ("idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "marker",
                 "explosion", "dPt")
}  # fmt: skip


def own_labels(series: etree._Element) -> etree._Element | None:
    """Return the labels of a series; those of all series of its plot become its own first."""
    labels = child_of(series, _LABELS)
    group = child_of(parent_of(series), _LABELS)
    if labels is None and group is not None:
        labels = deepcopy(group)
        series.insert(sum(1 for child in series if child.tag in _BEFORE_LABELS), labels)
    return labels


def label_at(labels: etree._Element, index: int) -> etree._Element | None:
    """Return the label of a point that has one of its own."""
    return next((n for n in labels.iterchildren(_LABEL) if _index(n) == index), None)


def put_label(labels: etree._Element, label: etree._Element, index: int) -> None:
    """Put a label of its own for a point into its place, instead of any that is there."""
    old = label_at(labels, index)
    if old is not None:
        labels.remove(old)
    number = etree.Element(cn("idx"))
    number.set("val", str(index))
    label.insert(0, number)
    labels.insert(sum(_index(n) < index for n in labels.iterchildren(_LABEL)), label)


def format_labels(series: etree._Element, forms: Sequence[str | None]) -> None:
    """Give each label of a series the format of its number; None where a point has none."""
    labels = own_labels(series)
    counted = Counter(form for form in forms if form is not None)
    if labels is None or _is_deleted(labels) or not counted:
        return
    usual = counted.most_common(1)[0][0]
    _set_form(labels, usual)
    _forget_form(child_of(parent_of(series), _LABELS))
    for index, form in enumerate(forms):
        label = label_at(labels, index)
        if form is None or (label is not None and _is_deleted(label)):
            continue
        if label is None and form != usual:
            label = etree.Element(_LABEL)
            label.extend(deepcopy(n) for n in labels if n.tag not in _OF_ALL)
            put_label(labels, label, index)
        if label is not None:
            _set_form(label, form)


def labels_differ(series: etree._Element, forms: Sequence[str | None]) -> bool:
    """Return whether any label of a series shows its number in another format than this."""
    labels = child_of(series, _LABELS)
    if labels is None:
        labels = child_of(parent_of(series), _LABELS)
    if labels is None or _is_deleted(labels):
        return False
    pairs = zip(forms, _shown(labels, len(forms)), strict=True)
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _shown(labels: etree._Element, count: int) -> Iterator[str | None]:
    """Yield the format of each label; None where the point shows none."""
    for index in range(count):
        own = label_at(labels, index)
        is_hidden = own is not None and _is_deleted(own)
        yield None if is_hidden else _form(labels if own is None else own)


def _form(labels: etree._Element) -> str:
    form = child_of(labels, _FORM)
    fixed = form is not None and form.get("sourceLinked") in {"0", "false", None}
    return form.get("formatCode", "") if form is not None and fixed else ""


def _set_form(labels: etree._Element, code: str) -> None:
    form = child_of(labels, _FORM)
    if form is None:
        form = etree.Element(_FORM)
        labels.insert(sum(1 for child in labels if child.tag in _BEFORE_FORM), form)
    form.set("formatCode", code)
    form.set("sourceLinked", "0")


def _forget_form(group: etree._Element | None) -> None:
    """Take the format off the labels of all series: each series has labels of its own by now."""
    for form in [] if group is None else list(group.iter(_FORM)):
        parent_of(form).remove(form)


def _is_deleted(labels: etree._Element) -> bool:
    deleted = child_of(labels, cn("delete"))
    return deleted is not None and deleted.get("val", "1") in {"1", "true"}


def _index(label: etree._Element) -> int:
    node = child_of(label, cn("idx"))
    return -1 if node is None else int(node.get("val", "-1"))

"""Objects of a PDF written as their source, and the tree of its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def add(document: Any, source: str) -> int:
    """A new object of that source; its number."""
    number: int = document.get_new_xref()
    document.update_object(number, source)
    return number


def add_stream(document: Any, content: bytes, keys: str = "") -> int:
    """A new stream with those further keys; its number."""
    number = add(document, f"<<{keys}>>")
    document.update_stream(number, content, new=True, compress=True)
    return number


def pdf_text(text: str) -> str:
    """A text as a string object."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


@dataclass(slots=True)
class _Node:
    number: int
    keys: str
    kids: list[int] = field(default_factory=list)


class FieldTree:
    """Fields by their whole names; each step of a name is a node, a leaf is field and widget in one
    (ISO 32000-1, 12.7.3)."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._nodes = {"": _Node(0, "")}

    def __contains__(self, name: str) -> bool:
        return name in self._nodes

    def add_leaf(self, name: str, keys: str) -> int:
        """A field of one widget; the object's number."""
        path, _, step = name.rpartition(".")
        return self._add_kid(self._node(path), f"/T{pdf_text(step)}{keys}")

    def add_group(self, name: str, keys: str) -> None:
        """A field of several widgets."""
        self._node(name).keys += keys

    def add_widget(self, name: str, keys: str) -> int:
        """A widget of a group; the object's number."""
        return self._add_kid(self._nodes[name], keys)

    def finish(self) -> str:
        """Writes the nodes; the fields at the root, as /Fields has them."""
        for node in self._nodes.values():
            if node.number:
                source = f"<<{node.keys}/Kids[{_references(node.kids)}]>>"
                self._document.update_object(node.number, source)
        return f"[{_references(self._nodes[''].kids)}]"

    def _node(self, path: str) -> _Node:
        if path not in self._nodes:
            above, _, step = path.rpartition(".")
            parent = self._node(above)
            keys = f"/T{pdf_text(step)}{_parent(parent)}"
            self._nodes[path] = _Node(add(self._document, "<<>>"), keys)
            parent.kids.append(self._nodes[path].number)
        return self._nodes[path]

    def _add_kid(self, parent: _Node, keys: str) -> int:
        number = add(self._document, f"<<{keys}{_parent(parent)}>>")
        parent.kids.append(number)
        return number


def _parent(node: _Node) -> str:
    return f"/Parent {node.number} 0 R" if node.number else ""


def _references(numbers: list[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)

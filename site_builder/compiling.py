"""Templates compiled so that no page pays for what is the same on every page.

A template comes in as it was parsed; Python's code goes out, in which whatever the site says
everywhere is a constant. It must never know what a page shows.
"""

from __future__ import annotations

import re
from typing import Final

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, has_safe_repr
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

SAYS: Final = "_"
"""The name under which templates say a message in the site's language."""

_SPECIAL: Final = re.compile("[&<>\"']")
_SIMPLE: Final = (str, bool, int, tuple, list)


def written(value: object) -> str:
    """Escape a value, unless it is safe; text that needs no escaping is left as it is.

    `escape` takes three times as long: it makes a new safe text of everything.
    """
    if type(value) is str:
        return escape(value) if _SPECIAL.search(value) else value
    return value if type(value) is Markup else escape(value)


class PagesAlike(CodeGenerator):
    """Works out at once what depends on the site alone, which is what its globals hold."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 -- Jinja's name
        """Write the code of one template."""
        own = {each.name for each in node.find_all(nodes.Name) if each.ctx != "load"}
        known = _Known(self.environment, but=own)
        super().visit_Template(known.visit(node), frame)

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class _Known(NodeTransformer):
    """Puts plain values in the place of names that stand for them, and of what hangs on these."""

    def __init__(self, environment: Environment, *, but: set[str]) -> None:
        self._environment = environment
        self._globals = {
            name: value for name, value in environment.globals.items() if name not in but
        }

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:  # noqa: N802 -- Jinja's name
        """Replace a global that is a plain value."""
        return self._constant(node, self._globals.get(node.name))

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Expr:  # noqa: N802 -- Jinja's name
        """Replace an attribute of a global that is a plain value."""
        if isinstance(node.node, nodes.Name) and node.node.name in self._globals:
            owner = self._globals[node.node.name]
            return self._constant(node, self._environment.getattr(owner, node.attr))
        self.generic_visit(node)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 -- Jinja's name
        """Replace a message by what it is in the site's language."""
        self.generic_visit(node)
        says = self._globals.get(SAYS)
        if isinstance(node.node, nodes.Name) and node.node.name == SAYS and callable(says):
            arguments = [each.value for each in node.args if isinstance(each, nodes.Const)]
            if len(arguments) == len(node.args):
                return self._constant(node, says(*arguments))
        return node

    def _constant(self, node: nodes.Expr, value: object) -> nodes.Expr:
        if isinstance(value, _SIMPLE) and has_safe_repr(value):
            return nodes.Const(value, lineno=node.lineno, environment=self._environment)
        return node

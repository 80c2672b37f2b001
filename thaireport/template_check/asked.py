"""What a template asks of its data: the values that its conditions compare with, so that made-up data meets them all.

``{%p elif item.level == 3 %}`` asks whether a ``level`` is 3, ``years|length == 4`` how long ``years`` is,
``cells[2]`` takes three entries of ``cells`` for granted. A value is known by its own name alone (``level``, wherever
it stands); an entry of a list by the list's (``lines[]``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import nodes

Constant = str | int
ENTRY = "[]"


@dataclass
class Asked:
    """For each name the values and lengths it is compared with, and how many entries it has for granted.

    ``truths`` are the names that are asked whether there is anything at all. ``signs`` are the fixed texts that a tag
    prints or not, as its own condition says (``"✓" if 1 in row.quarters``).
    """

    values: dict[str, set[Constant]] = field(default_factory=dict)
    lengths: dict[str, set[int]] = field(default_factory=dict)
    least: dict[str, int] = field(default_factory=dict)
    truths: set[str] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)
    _lists: dict[str, str] = field(default_factory=dict)
    """What the entries of the loops are called, by the variable of each."""

    def loop(self, target: nodes.Node, values: nodes.Node) -> None:
        """``for line in lines``: a ``line`` is an entry of ``lines``."""
        if isinstance(target, nodes.Name):
            self._lists[target.name] = f"{self._name(values)}{ENTRY}"

    def condition(self, node: nodes.Node) -> None:
        """``if urgency and not draft``: asked whether there is anything."""
        if isinstance(node, (nodes.And, nodes.Or)):
            self.condition(node.left)
            self.condition(node.right)
        elif isinstance(node, nodes.Not):
            self.condition(node.node)
        elif isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            self.truths.add(self._name(node))

    def choice(self, node: nodes.CondExpr) -> None:
        """``"✓" if 1 in row.quarters else ""``."""
        if isinstance(node.expr1, nodes.Const) and isinstance(node.expr1.value, str) and node.expr1.value.strip():
            self.signs.add(node.expr1.value)

    def item(self, node: nodes.Getitem) -> None:
        """``cells[2]``: there are three at least."""
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int):
            name = self._name(node.node)
            self.least[name] = max(self.least.get(name, 0), node.arg.value + 1)

    def compare(self, node: nodes.Compare) -> None:
        """``item.level == 3``, ``item.text|length < 100``, ``1 in project.quarters``."""
        sides = [(node.expr, node.ops[0].expr, node.ops[0].op), (node.ops[0].expr, node.expr, "")]
        for side, other, operator in sides:
            if (
                isinstance(side, nodes.Const)
                and isinstance(side.value, (str, int))
                and not isinstance(side.value, bool)
            ):
                self._compared(other, side.value, is_in=operator == "in")

    def _compared(self, node: nodes.Node, value: Constant, *, is_in: bool) -> None:
        if not isinstance(node, nodes.Filter):
            self.values.setdefault(self._name(node) + ENTRY * is_in, set()).add(value)
        elif node.name == "length" and node.node is not None and isinstance(value, int):
            self.lengths.setdefault(self._name(node.node), set()).add(value)

    def _name(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Name):
            return self._lists.get(node.name, node.name)
        if isinstance(node, nodes.Getattr):
            return node.attr
        if isinstance(node, nodes.Getitem):
            key = node.arg.value if isinstance(node.arg, nodes.Const) else None
            return key if isinstance(key, str) else f"{self._name(node.node)}{ENTRY}"
        return ""

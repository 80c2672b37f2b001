"""Formulas computed: parsed once into closures, run for every cell that holds them.

The result is stored in the file beside the formula, so that a reader that does not calculate (a preview, a
program, a phone) shows what Excel shows. A formula beyond ``functions.py`` raises ``CannotComputeError``: its cell
then has no stored value and Excel is asked to calculate on opening.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, DecimalException
from typing import Any, Protocol

from thaireport.output.xlsx.functions import FUNCTIONS
from thaireport.output.xlsx.references import Pieces, Reference
from thaireport.output.xlsx.values import (
    Area,
    Argument,
    Array,
    CannotComputeError,
    CellFault,
    FaultError,
    Scalar,
    compare,
    divide,
    number,
    power,
    scalar,
    text,
)


class Scope(Protocol):
    """Where a formula stands: what its references and names mean there."""

    def area(self, reference: Reference) -> Area:
        """The cells of the filled workbook that a reference of the template means here."""

    def cell(self, reference: Reference) -> Scalar:
        """The value of the one cell that a reference means here."""

    def name(self, name: str) -> Area:
        """The cells that a defined name means; ``CannotComputeError`` where it means something else."""


Node = Callable[[Scope], Argument]

_COMPARISONS: dict[str, Callable[[int], bool]] = {
    "=": lambda sign: sign == 0,
    "<>": lambda sign: sign != 0,
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}


def _calculation(function: Callable[[Any, Any], Scalar]) -> Callable[[Scalar, Scalar], Scalar]:
    return lambda left, right: function(number(left), number(right))


def _comparison(test: Callable[[int], bool]) -> Callable[[Scalar, Scalar], Scalar]:
    return lambda left, right: test(compare(left, right))


_BINARY: dict[str, tuple[int, Callable[[Scalar, Scalar], Scalar]]] = {
    **{sign: (1, _comparison(test)) for sign, test in _COMPARISONS.items()},
    "&": (2, lambda left, right: text(left) + text(right)),
    "+": (3, _calculation(lambda left, right: left + right)),
    "-": (3, _calculation(lambda left, right: left - right)),
    "*": (4, _calculation(lambda left, right: left * right)),
    "/": (4, _calculation(divide)),
    "^": (5, _calculation(power)),
}


def compile_formula(formula: str, pieces: Pieces) -> Node | None:
    """The formula (without ``=``) ready to run; None when it uses what is not computed here.

    ``pieces`` are its ``pieces_of``: the references that the node asks its scope for are these very objects.
    """
    from openpyxl.formula.tokenizer import Tokenizer

    pairs = zip(Tokenizer("=" + formula).items, pieces, strict=True)
    parser = _Parser([(token, piece) for token, piece in pairs if token.type != "WHITE-SPACE"])
    try:
        node = parser.expression()
        parser.end()
    except CannotComputeError:
        return None
    return node


def run(node: Node, scope: Scope) -> Scalar:
    """The value of a formula in its place; an error value where Excel would show one."""
    try:
        result = scalar(node(scope))
    except FaultError as fault:
        return fault.value
    except DecimalException:
        return CellFault("#NUM!")
    return 0 if result is None else result


class _Parser:
    """Recursive descent over openpyxl's tokens, by precedence."""

    def __init__(self, tokens: Sequence[tuple[Any, str | Reference]]) -> None:
        self.tokens = [token for token, _ in tokens]
        self.pieces = [piece for _, piece in tokens]
        self.at = 0

    def end(self) -> None:
        if self.at != len(self.tokens):
            raise CannotComputeError

    def next(self) -> Any:
        if self.at >= len(self.tokens):
            raise CannotComputeError
        token = self.tokens[self.at]
        self.at += 1
        return token

    def peek(self, kind: str, subtype: str = "") -> bool:
        if self.at >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        return token.type == kind and (not subtype or token.subtype == subtype)

    def expression(self, level: int = 1) -> Node:
        left = self.unary()
        while self.peek("OPERATOR-INFIX"):
            sign = self.tokens[self.at].value
            if sign not in _BINARY:
                raise CannotComputeError
            binding, function = _BINARY[sign]
            if binding < level:
                break
            self.at += 1
            left = _binary(function, left, self.expression(binding + 1))
        return left

    def unary(self) -> Node:
        if not self.peek("OPERATOR-PREFIX"):
            return self.postfix(self.primary())
        sign = self.next().value
        operand = self.unary()
        if sign == "-":
            return _unary(lambda value: -number(value), operand)
        return operand

    def postfix(self, node: Node) -> Node:
        while self.peek("OPERATOR-POSTFIX"):
            self.at += 1
            node = _unary(lambda value: divide(number(value), 100), node)
        return node

    def primary(self) -> Node:
        token = self.next()
        if token.type == "OPERAND":
            return _operand(token, self.pieces[self.at - 1])
        if token.type == "PAREN" and token.subtype == "OPEN":
            inner = self.expression()
            if not self.peek("PAREN", "CLOSE"):
                raise CannotComputeError
            self.at += 1
            return inner
        if token.type == "FUNC" and token.subtype == "OPEN":
            return self.call(token.value[:-1].upper().removeprefix("_XLFN."))
        raise CannotComputeError

    def call(self, name: str) -> Node:
        arguments: list[Node] = []
        while not self.peek("FUNC", "CLOSE"):
            if self.peek("SEP"):
                self.at += 1
                if self.peek("SEP") or self.peek("FUNC", "CLOSE"):
                    arguments.append(_constant(None))
                continue
            arguments.append(self.expression())
        self.at += 1
        return _call(name, arguments)


def _constant(value: Scalar) -> Node:
    return lambda _: value


def _operand(token: Any, piece: str | Reference) -> Node:
    value = token.value
    if token.subtype == "NUMBER":
        return _constant(Decimal(value) if not value.isdigit() else int(value))
    if token.subtype == "TEXT":
        return _constant(value[1:-1].replace('""', '"'))
    if token.subtype == "LOGICAL":
        return _constant(value.upper() == "TRUE")
    if token.subtype == "ERROR":
        return _raising(value)
    if isinstance(piece, Reference):
        return _Cells(piece)
    if any(sign in value for sign in "[]!:"):
        raise CannotComputeError
    return lambda scope: scope.name(value)


def _raising(code: str) -> Node:
    def fault(_: Scope) -> Argument:
        raise FaultError(code)

    return fault


class _Cells:
    """A reference as a node: a block of cells where cells are wanted, a value where a value is."""

    __slots__ = ("reference",)

    def __init__(self, reference: Reference) -> None:
        self.reference = reference

    def __call__(self, scope: Scope) -> Argument:
        return scope.area(self.reference)


def _value_of(node: Node) -> Callable[[Scope], Argument]:
    """The node for a place that wants one value: a single cell is read without making an ``Area``."""
    if isinstance(node, _Cells) and node.reference.single:
        reference = node.reference
        return lambda scope: scope.cell(reference)
    return node


def _unary(function: Callable[[Scalar], Scalar], operand: Node) -> Node:
    read = _value_of(operand)

    def result(scope: Scope) -> Argument:
        value = read(scope)
        if _is_many(value):
            array = _array(value)
            return Array(array.height, array.width, tuple(_safely(function, v) for v in array.values))
        return function(scalar(value))

    return result


def _binary(function: Callable[[Scalar, Scalar], Scalar], left: Node, right: Node) -> Node:
    first, second = _value_of(left), _value_of(right)

    def result(scope: Scope) -> Argument:
        one, two = first(scope), second(scope)
        if _is_many(one) or _is_many(two):
            return _elementwise(function, one, two)
        return function(scalar(one), scalar(two))

    return result


def _is_many(value: Argument) -> bool:
    return isinstance(value, Array) or (isinstance(value, Area) and not value.is_cell)


def _array(value: Argument) -> Array:
    if isinstance(value, Array):
        return value
    if isinstance(value, Area):
        return Array(value.height, value.width, tuple(value.exact_values()))
    return Array(1, 1, (value,))


def _safely(function: Callable[..., Scalar], *values: Scalar) -> Scalar:
    try:
        return function(*values)
    except FaultError as fault:
        return fault.value


def _elementwise(function: Callable[[Scalar, Scalar], Scalar], left: Argument, right: Argument) -> Array:
    one, two = _array(left), _array(right)
    if (one.height, one.width) == (1, 1):
        one = Array(two.height, two.width, one.values * len(two.values))
    if (two.height, two.width) == (1, 1):
        two = Array(one.height, one.width, two.values * len(one.values))
    if (one.height, one.width) != (two.height, two.width):
        raise CannotComputeError
    pairs = zip(one.values, two.values, strict=True)
    return Array(one.height, one.width, tuple(_safely(function, a, b) for a, b in pairs))


def _call(name: str, arguments: list[Node]) -> Node:
    if name in ("TRUE", "FALSE"):
        return _constant(name == "TRUE")
    if name == "IF" and len(arguments) in (2, 3):
        return _if(*arguments)
    if name == "IFERROR" and len(arguments) == 2:
        return _iferror(*arguments)
    function = FUNCTIONS.get(name)
    if function is None:
        raise CannotComputeError

    def result(scope: Scope) -> Argument:
        try:
            value: Argument = function(*[argument(scope) for argument in arguments])
        except TypeError as error:  # a wrong number of arguments: Excel would not have accepted the formula
            raise CannotComputeError from error
        return value

    return result


def _if(condition: Node, then: Node, otherwise: Node | None = None) -> Node:
    from thaireport.output.xlsx.values import truth

    test = _value_of(condition)

    def result(scope: Scope) -> Argument:
        if truth(scalar(test(scope))):
            return then(scope)
        return False if otherwise is None else otherwise(scope)

    return result


def _iferror(node: Node, fallback: Node) -> Node:
    def result(scope: Scope) -> Argument:
        try:
            return scalar(node(scope))
        except (FaultError, DecimalException):
            return fallback(scope)

    return result

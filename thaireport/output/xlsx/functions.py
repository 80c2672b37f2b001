"""The worksheet functions whose results are stored in the file, with Excel's rules for each.

In a range only numbers count; text, TRUE and blanks in cells are passed over, as Excel does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from thaireport.output.xlsx.references import LAST_ROW
from thaireport.output.xlsx.values import (
    Area,
    Argument,
    Array,
    CannotComputeError,
    CellFault,
    FaultError,
    Scalar,
    as_kept,
    compare,
    divide,
    is_number,
    number,
    scalar,
    text,
    truth,
)

Number = int | Decimal


def _cells(argument: Argument) -> Iterable[Scalar]:
    if isinstance(argument, Area):
        return argument.values()
    return argument.values if isinstance(argument, Array) else (argument,)


def _numbers(arguments: Sequence[Argument]) -> Iterator[Number]:
    """The numbers in the arguments; a value typed into the formula itself is read as a number."""
    for argument in arguments:
        if not isinstance(argument, (Area, Array)):
            yield number(argument)
            continue
        for value in _cells(argument):
            if isinstance(value, CellFault):
                raise FaultError(value.code)
            if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
                yield value


def _sum(*arguments: Argument) -> Scalar:
    return sum(_numbers(arguments))


def _count(*arguments: Argument) -> Scalar:
    return sum(1 for argument in arguments for value in _cells(argument) if is_number(value))


def _counta(*arguments: Argument) -> Scalar:
    return sum(1 for argument in arguments for value in _cells(argument) if value is not None)


def _countblank(area: Argument) -> Scalar:
    if not isinstance(area, Area):
        raise CannotComputeError
    return sum(1 for value in area.exact_values() if value is None or value == "")


def _average(*arguments: Argument) -> Scalar:
    found = list(_numbers(arguments))
    return divide(sum(found), len(found))


def _least(*arguments: Argument) -> Scalar:
    return min(_numbers(arguments), default=0)


def _greatest(*arguments: Argument) -> Scalar:
    return max(_numbers(arguments), default=0)


def _product(*arguments: Argument) -> Scalar:
    result: Number = 1
    for value in _numbers(arguments):
        result *= value
    return result


# ---------------------------------------------------------------- criteria: COUNTIF, SUMIF ...

_OPERATORS = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TESTS: dict[str, Callable[[int], bool]] = {
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}


def _criterion(wanted: Scalar) -> Callable[[Scalar], bool]:
    """The test that a criterion (``">=5"``, ``"แล้วเสร็จ*"``, ``3``) stands for."""
    if isinstance(wanted, CellFault):
        raise FaultError(wanted.code)
    if wanted is None:
        wanted = 0
    if isinstance(wanted, bool):
        return lambda value: isinstance(value, bool) and value == wanted
    if not isinstance(wanted, str):
        return lambda value: _is_number(value) and value == wanted
    match = _OPERATORS.fullmatch(wanted)
    operator, operand = match.groups() if match else (None, wanted)
    if _NUMBER.fullmatch(operand):
        return _numeric_criterion(operator or "=", Decimal(operand))
    return _text_criterion(operator, operand)


def _is_number(value: Scalar) -> bool:
    """Whether a cell holds a number; of a text that reads as one Excel and LibreOffice think differently."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        raise CannotComputeError
    return is_number(value)


def _numeric_criterion(operator: str, operand: Decimal) -> Callable[[Scalar], bool]:
    if operator == "=":
        return lambda value: _is_number(value) and value == operand
    if operator == "<>":
        return lambda value: not (_is_number(value) and value == operand)
    test = _TESTS[operator]
    return lambda value: is_number(value) and test(compare(value, operand))


def _text_criterion(operator: str | None, operand: str) -> Callable[[Scalar], bool]:
    if operator in _TESTS:
        test = _TESTS[operator]
        return lambda value: isinstance(value, str) and test(compare(value, operand))
    if not operand:
        if operator is None:
            return lambda value: value is None or value == ""
        return (lambda value: value is None) if operator == "=" else (lambda value: value is not None)
    pattern = _wildcards(operand)
    if operator == "<>":
        return lambda value: not (isinstance(value, str) and pattern.fullmatch(value))
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _wildcards(wanted: str) -> re.Pattern[str]:
    """The pattern of a text with ``*`` and ``?``.

    What follows a star is taken where it first stands, which is right if anything is, and never sought again: the
    stars of a long text would be tried in all combinations.
    """
    first, *others = ("".join(map(_literally, pieces)) for pieces in _between_stars(wanted))
    if not others:
        return re.compile(first, re.IGNORECASE | re.DOTALL)
    *inner, last = others
    sought = "".join(f"(?=(.*?{piece}))\\{number}" for number, piece in enumerate(inner, 1))
    return re.compile(f"{first}{sought}.*{last}", re.IGNORECASE | re.DOTALL)


def _between_stars(wanted: str) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for part in re.findall(r"~[*?~]|[*?]|[^*?~]+|~", wanted):
        if part == "*":
            pieces.append([])
        else:
            pieces[-1].append(part)
    return pieces


def _literally(part: str) -> str:
    return "." if part == "?" else re.escape(part[-1] if part[0] == "~" else part)


def _matching(pairs: Sequence[Argument]) -> list[bool]:
    """Which cells fulfil every pair of range and criterion; whole columns end at the last used row."""
    if len(pairs) % 2 or not pairs:
        raise CannotComputeError
    found: list[bool] | None = None
    shape: tuple[int, int] | None = None
    for area, wanted in zip(pairs[::2], pairs[1::2], strict=True):
        if not isinstance(area, Area):
            raise CannotComputeError
        if shape not in (None, (area.height, area.width)):
            raise FaultError("#VALUE!")
        shape = (area.height, area.width)
        test = _criterion(scalar(wanted))
        if area.last_row == LAST_ROW and test(None):
            raise CannotComputeError
        hits = [test(value) for value in (area.values() if area.last_row == LAST_ROW else area.exact_values())]
        found = hits if found is None else [a and b for a, b in zip(found, hits, strict=False)]
    return found or []


def _countifs(*pairs: Argument) -> Scalar:
    return sum(_matching(pairs))


def _countif(area: Argument, wanted: Argument) -> Scalar:
    return _countifs(area, wanted)


def _picked(area: Argument, pairs: Sequence[Argument]) -> list[Number]:
    """The numbers of ``area`` whose partners fulfil the criteria; it takes the shape of the first range."""
    first = pairs[0]
    if not isinstance(area, Area) or not isinstance(first, Area):
        raise CannotComputeError
    last_row = LAST_ROW if first.last_row == LAST_ROW else area.first_row + first.height - 1
    shaped = Area(area.grid, area.first_row, last_row, area.first_column, area.first_column + first.width - 1)
    values = shaped.values() if last_row == LAST_ROW else shaped.exact_values()
    picked: list[Number] = []
    for value, hit in zip(values, _matching(pairs), strict=False):
        if hit and isinstance(value, CellFault):
            raise FaultError(value.code)
        if hit and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            picked.append(value)
    return picked


def _sumif(area: Argument, wanted: Argument, summed: Argument = None) -> Scalar:
    return sum(_picked(area if summed is None else summed, (area, wanted)))


def _sumifs(summed: Argument, *pairs: Argument) -> Scalar:
    return sum(_picked(summed, pairs))


def _averageif(area: Argument, wanted: Argument, averaged: Argument = None) -> Scalar:
    found = _picked(area if averaged is None else averaged, (area, wanted))
    return divide(sum(found), len(found))


def _averageifs(averaged: Argument, *pairs: Argument) -> Scalar:
    found = _picked(averaged, pairs)
    return divide(sum(found), len(found))


# ---------------------------------------------------------------- rounding and logic


def _rounder(mode: str) -> Callable[..., Scalar]:
    def rounded(value: Argument, places: Argument = 0) -> Decimal:
        # Excel rounds what 15 digits show: 0.285 times 100 is 28.5 there, not 28.499999999999996.
        amount = as_kept(Decimal(number(scalar(value))))
        digits = int(number(scalar(places)))
        step = Decimal(1).scaleb(-digits)
        return (amount / step).quantize(Decimal(1), rounding=mode) * step

    return rounded


def _int(value: Argument) -> Scalar:
    return int(as_kept(Decimal(number(scalar(value)))).to_integral_value(ROUND_FLOOR))


def _abs(value: Argument) -> Scalar:
    amount = number(scalar(value))
    return -amount if amount < 0 else amount


def _mod(value: Argument, divisor: Argument) -> Decimal:
    left, right = as_kept(Decimal(number(scalar(value)))), as_kept(Decimal(number(scalar(divisor))))
    if right == 0:
        raise FaultError("#DIV/0!")
    return left - right * (left / right).to_integral_value(ROUND_FLOOR)


def _truths(arguments: Sequence[Argument]) -> list[bool]:
    found = []
    for argument in arguments:
        if isinstance(argument, (Area, Array)):
            cells = [value for value in _cells(argument) if value is not None and not isinstance(value, str)]
            found += [truth(value) for value in cells]
        else:
            found.append(truth(argument))
    if not found:
        raise FaultError("#VALUE!")
    return found


def _and(*arguments: Argument) -> Scalar:
    return all(_truths(arguments))


def _or(*arguments: Argument) -> Scalar:
    return any(_truths(arguments))


def _not(value: Argument) -> Scalar:
    return not truth(scalar(value))


def _isblank(value: Argument) -> Scalar:
    return _peek(value) is None


def _isnumber(value: Argument) -> Scalar:
    return is_number(_peek(value))


def _istext(value: Argument) -> Scalar:
    return isinstance(_peek(value), str)


def _peek(value: Argument) -> Scalar:
    """The value of a cell, an error as it is."""
    try:
        return scalar(value)
    except FaultError as fault:
        return fault.value


def _len(value: Argument) -> Scalar:
    return len(text(scalar(value)))


def _concatenate(*arguments: Argument) -> Scalar:
    return "".join(text(scalar(argument)) for argument in arguments)


def _hyperlink(address: Argument, shown: Argument = None) -> Scalar:
    return scalar(address) if shown is None else scalar(shown)


# ---------------------------------------------------------------- arrays and lookups


def _sumproduct(*arguments: Argument) -> Scalar:
    columns: list[list[Scalar]] = []
    shapes = set()
    for argument in arguments:
        if isinstance(argument, Area):
            shapes.add((argument.height, argument.width))
            columns.append(argument.exact_values())
        elif isinstance(argument, Array):
            shapes.add((argument.height, argument.width))
            columns.append(list(argument.values))
        else:
            shapes.add((1, 1))
            columns.append([argument])
    if len(shapes) != 1:
        raise FaultError("#VALUE!")
    total: Number = 0
    for row in zip(*columns, strict=True):
        product: Number = 1
        for value in row:
            if isinstance(value, CellFault):
                raise FaultError(value.code)
            product *= number(value) if is_number(value) else 0
        total += product
    return total


def _match(wanted: Argument, area: Argument, kind: Argument = 1) -> Scalar:
    if not isinstance(area, Area) or 1 not in (area.height, area.width):
        raise CannotComputeError
    return _position(scalar(wanted), area.exact_values(), int(number(scalar(kind))))


def _position(wanted: Scalar, values: Sequence[Scalar], kind: int) -> int:
    """Where ``wanted`` stands (from 1): exactly (0), or the last that is not above (1) or below (-1) it."""
    found = 0
    pattern = _wildcards(wanted) if isinstance(wanted, str) and kind == 0 else None
    for place, value in enumerate(values, start=1):
        if value is None or isinstance(value, str) != isinstance(wanted, str):
            continue
        if kind == 0:
            if pattern.fullmatch(str(value)) if pattern else compare(value, wanted) == 0:
                return place
        elif compare(value, wanted) * kind <= 0:
            found = place
        else:
            break
    if not found:
        raise FaultError("#N/A")
    return found


def _index(area: Argument, row: Argument, column: Argument = None) -> Argument:
    if not isinstance(area, Area):
        raise CannotComputeError
    down = int(number(scalar(row)))
    across = 1 if column is None else int(number(scalar(column)))
    if column is None and area.height == 1:
        down, across = 1, down
    if down < 1 or across < 1:
        raise CannotComputeError
    if down > area.height or across > area.width:
        raise FaultError("#REF!")
    place = (area.first_row + down - 1, area.first_column + across - 1)
    return Area(area.grid, place[0], place[0], place[1], place[1])


def _vlookup(wanted: Argument, area: Argument, column: Argument, near: Argument = True) -> Argument:
    if not isinstance(area, Area):
        raise CannotComputeError
    heads = Area(area.grid, area.first_row, area.last_row, area.first_column, area.first_column)
    place = _match(wanted, heads, 1 if truth(scalar(near)) else 0)
    return _index(area, place, column)


# ---------------------------------------------------------------- SUBTOTAL

_SUBTOTALS: dict[int, Callable[..., Scalar]] = {
    1: _average,
    2: _count,
    3: _counta,
    4: _greatest,
    5: _least,
    6: _product,
    9: _sum,
}


def _subtotal(which: Argument, *areas: Argument) -> Scalar:
    """The function ``which`` over cells that hold no SUBTOTAL themselves: sub-totals are not added twice."""
    number_of = int(number(scalar(which)))
    function = _SUBTOTALS.get(number_of - 100 if number_of > 100 else number_of)
    if function is None:
        raise CannotComputeError
    values: list[Scalar] = []
    for area in areas:
        if not isinstance(area, Area):
            raise CannotComputeError
        grid = area.grid
        values += [grid.value(*place) for place in area.places() if not grid.is_subtotal(*place)]
    return function(Array(len(values), 1, tuple(values)))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ABS": _abs, "AND": _and, "AVERAGE": _average, "AVERAGEIF": _averageif, "AVERAGEIFS": _averageifs,
    "CONCATENATE": _concatenate, "COUNT": _count, "COUNTA": _counta, "COUNTBLANK": _countblank,
    "COUNTIF": _countif, "COUNTIFS": _countifs, "HYPERLINK": _hyperlink, "INDEX": _index, "INT": _int,
    "ISBLANK": _isblank, "ISNUMBER": _isnumber, "ISTEXT": _istext, "LEN": _len, "MATCH": _match,
    "MAX": _greatest, "MIN": _least, "MOD": _mod, "NOT": _not, "OR": _or, "PRODUCT": _product,
    "ROUND": _rounder(ROUND_HALF_UP), "ROUNDDOWN": _rounder(ROUND_DOWN), "ROUNDUP": _rounder(ROUND_UP),
    "SUBTOTAL": _subtotal, "SUM": _sum, "SUMIF": _sumif, "SUMIFS": _sumifs, "SUMPRODUCT": _sumproduct,
    "VLOOKUP": _vlookup,
}  # fmt: skip
"""The functions by name; IF, IFERROR, TRUE and FALSE are part of the language (``evaluate.py``)."""

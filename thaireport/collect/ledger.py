"""What was found, kept in a temporary database: the memory in use does not grow with the number of files."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from thaireport.collect.sent import Sent
from thaireport.thai.money import half_up
from thaireport.thai.text import collation_key

_FIELDS = (
    *("path", "modified", "fault", "kind", "agency", "district", "province", "year", "identity", "sha256", "library"),
    *("figures", "groups", "edit_count", "doubt", "error_count", "warning_count"),
)
_SCHEMA = f"""
create table sent (id integer primary key, {", ".join(_FIELDS)}, name, counted default 1, twin default '',
    stranger default 0);
create table line (sent, sheet, level, text);
create table waiting (path);
create table expected (id integer primary key, agency, district, province, name);
create table missing (agency, district, province, year, hint);
create index sent_name on sent (name);
create index expected_name on expected (name);
"""
_OF_LINES = (
    "from line join sent on sent.id = line.sent where sheet = ? and fault = '' and (counted = 1 or sheet = 'edits')"
)
_EXCEL_DIGITS, _PLACES = 15, 4
ORDER = "thai(province), thai(district), thai(agency), year, identity, path"


class Ledger:
    """The files read so far."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "sent.sqlite")
        self._base.create_function("thai", 1, _in_dictionary, deterministic=True)
        self._base.executescript(f"pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-2000; {_SCHEMA}")

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def await_files(self, paths: Iterable[Path]) -> int:
        """Note the files that are to be read, in their order; how many there are."""
        self._base.executemany("insert into waiting values (?)", ((os.fsencode(path),) for path in paths))
        return int(self._base.execute("select count(*) from waiting").fetchone()[0])

    def awaited(self) -> Iterator[Path]:
        """The files that are to be read."""
        for (path,) in self._base.execute("select path from waiting order by rowid"):
            yield Path(os.fsdecode(path))

    def add(self, sent: Sent) -> None:
        """Keep what a file holds."""
        marks = ", ".join("?" * (len(_FIELDS) + 1))
        values = [getattr(sent, name) for name in _FIELDS]
        query = f"insert into sent ({', '.join(_FIELDS)}, name) values ({marks})"
        number = self._base.execute(query, [*values, name_key(sent.agency)]).lastrowid
        lines = [(number, "edits", "", text) for text in sent.edits]
        lines += [(number, "edits", "doubt", sent.doubt)] if sent.doubt else []
        lines += [(number, "checks", level, text) for level, text in sent.checks]
        self._base.executemany("insert into line values (?, ?, ?, ?)", lines)

    def most_common_kind(self) -> str:
        """The kind that most files are of; empty when none could be read."""
        query = "select kind from sent where kind <> '' group by kind order by count(*) desc, kind limit 1"
        found = self._base.execute(query).fetchone()
        return str(found[0]) if found else ""

    def keep_only(self, kind: str) -> None:
        """Say of the files of other kinds that they are not in the summary; what else is in its bundles is left out."""
        wanted = "select path from sent where kind = ?"
        self._base.execute(f"delete from sent where kind not in ('', ?) and path in ({wanted})", [kind, kind])
        words = "'เป็นรายงานชนิด ' || kind || ' จึงไม่รวมในสรุปนี้'"
        self._base.execute(f"update sent set fault = {words} where kind not in ('', ?)", [kind])

    def settle(self) -> None:
        """Decide which of several files of one report counts: the latest, of equal copies the first by name."""
        same = "province, district, name, year, identity"
        query = f"select group_concat(id) as ids from sent where fault = '' group by {same} having count(*) > 1"
        self._base.execute(f"create table twins as {query}")
        for (ids,) in self._base.execute("select ids from twins"):
            rows = self.rows(f"id in ({ids})", order="modified desc, path")
            first = next(row for row in rows)
            equal = [row for row in self.rows(f"id in ({ids})", order="path") if row["sha256"] == first["sha256"]]
            counts = equal[0]
            for row in self.rows(f"id in ({ids})", order="path"):
                if row["id"] != counts["id"]:
                    word = "สำเนา" if row["sha256"] == counts["sha256"] else "ต่างกัน"
                    values = (f"{word}|{counts['path']}", row["id"])
                    self._base.execute("update sent set counted = 0, twin = ? where id = ?", values)

    def rows(self, where: str = "1", args: Sequence[object] = (), *, order: str = ORDER) -> list[dict[str, Any]]:
        """Some files, at once: for lists that are short."""
        return list(self.stream(where, args, order=order))

    def stream(self, where: str = "1", args: Sequence[object] = (), *, order: str = ORDER) -> Iterator[dict[str, Any]]:
        """Some files, one after the other."""
        yield from self._dicts(self._base.execute(f"select * from sent where {where} order by {order}", args))

    @staticmethod
    def _dicts(cursor: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
        names = [column[0] for column in cursor.description]
        for values in cursor:
            yield dict(zip(names, values, strict=True))

    def lines(self, sheet: str) -> Iterator[dict[str, Any]]:
        """The hand edits (of every file) or the failed checks (of those that count), each with its file."""
        query = f"select line.level, line.text, sent.* {_OF_LINES} order by {ORDER}, line.rowid"
        yield from self._dicts(self._base.execute(query, [sheet]))

    # ------------------------------------------------------------ who should have sent

    def expect(self, agencies: Iterable[tuple[str, str, str]]) -> None:
        """Keep who should send: agency, district, province."""
        rows = ((*each, name_key(each[0])) for each in agencies)
        self._base.executemany("insert into expected (agency, district, province, name) values (?, ?, ?, ?)", rows)

    def expected(self, name: str | None = None) -> Iterator[tuple[str, str, str]]:
        """Those who should send, all or of one name (``name_key``), in the order of the list."""
        where, args = ("", ()) if name is None else ("where name = ?", (name,))
        yield from self._base.execute(f"select agency, district, province from expected {where} order by id", args)

    def strangers_of(self, province: str) -> list[str]:
        """The agencies of a province, of all where nobody there has sent, that sent without being expected."""
        counts = "fault = '' and counted = 1"
        known = self.count(f"{counts} and province = ?", [province])
        where, args = ("and province = ?", (province,)) if known else ("", ())
        query = f"select agency from sent where {counts} {where} and name not in (select name from expected)"
        return list(dict.fromkeys(name for (name,) in self._base.execute(f"{query} order by {ORDER}", args)))

    def mark_strangers(self, numbers: Iterable[int]) -> None:
        """Say of files (by their ``id``) that nobody expected them."""
        self._base.executemany("update sent set stranger = 1 where id = ?", ((number,) for number in numbers))

    def miss(self, rows: Iterable[tuple[str, str, str, int | None, str]]) -> None:
        """Keep who has not sent: agency, district, province, year, who may have sent for them."""
        self._base.executemany("insert into missing values (?, ?, ?, ?, ?)", rows)

    def missing(self) -> Iterator[dict[str, Any]]:
        """Those who have not sent, in the order of the list."""
        yield from self._dicts(self._base.execute("select * from missing order by rowid"))

    def tally(self, table: Literal["expected", "missing"], column: Literal["province", "year"]) -> Counter[Any]:
        """How many rows of a table have each value of a column."""
        return Counter(dict(self._base.execute(f"select {column}, count(*) from {table} group by {column}")))

    # ------------------------------------------------------------ counting

    def count(self, where: str = "1", args: Sequence[object] = ()) -> int:
        """How many files."""
        return int(self._base.execute(f"select count(*) from sent where {where}", args).fetchone()[0])

    def count_lines(self, sheet: str) -> int:
        """How many hand edits or failed checks are listed."""
        query = f"select count(*) {_OF_LINES}"
        return int(self._base.execute(query, [sheet]).fetchone()[0])

    def values(self, column: str) -> list[Any]:
        """The different values of a column of the files that count, in order; without empty ones."""
        filled = f"fault = '' and {column} is not null and {column} <> ''"
        query = f"select distinct {column} from sent where {filled} order by 1"
        return [found[0] for found in self._base.execute(query)]

    def group_labels(self) -> list[str]:
        """The labels of all dimensions or indicators, by their numbers, then by name; the first sixty."""
        seen: set[str] = set()
        for (text,) in self._base.execute("select groups from sent where fault = ''"):
            seen.update(label for label, _, _ in json.loads(text))
        return sorted(seen, key=_natural)[:60]


def _in_dictionary(text: str | None) -> str:
    return "\x01".join(collation_key(text or ""))


def _natural(label: str) -> tuple[int, tuple[str, str]]:
    number = label.partition(" ")[0].rstrip(".")
    return (int(number) if number.isdecimal() and len(number) < 5 else 10_000), collation_key(label)


def name_key(name: str) -> str:
    """The name of an agency as it is compared: short forms written out, no spaces."""
    bare = "".join(name.split())
    for short, long in _SHORT:
        if bare.startswith(short):
            return long + bare.removeprefix(short)
    return bare


_SHORT = (
    ("อบต.", "องค์การบริหารส่วนตำบล"),
    ("อบจ.", "องค์การบริหารส่วนจังหวัด"),
    ("ทต.", "เทศบาลตำบล"),
    ("ทม.", "เทศบาลเมือง"),
    ("ทน.", "เทศบาลนคร"),
)


def amount(text: Any) -> Decimal | None:
    """A figure as it was stored (Decimals as texts), with no more places than Excel keeps."""
    if text is None or text == "":
        return None
    value = Decimal(str(text))
    return value if len(value.as_tuple().digits) <= _EXCEL_DIGITS else half_up(value, _PLACES)

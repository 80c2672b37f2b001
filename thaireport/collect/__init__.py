"""What hundreds of agencies sent, in one workbook.

    collect([Path("inbox")], Path("summary.xlsx"), roster=Path("agencies.xlsx"))

``sent.py`` reads one file, ``gather.py`` reads all of them in several processes, ``ledger.py`` keeps what was
found on disk (memory does not grow with the number of files), ``roster.py`` knows who should have sent,
``book.py`` draws the workbook and ``summary.py`` brings it all together.
"""

from thaireport.collect.summary import Summary, collect

__all__ = ["Summary", "collect"]

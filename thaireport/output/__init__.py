"""Where a report goes: Word, Excel and PDF files."""

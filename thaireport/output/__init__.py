"""Where it goes: Word, Excel and PDF files, and the zip package they are."""

"""What the tests share: judges of finished files, golden outlines, tools of the machine."""

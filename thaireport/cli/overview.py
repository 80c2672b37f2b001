"""The first page of help: what there is. Told without typer, whose import and fifteen commands take five times as long.

``app`` shows the same page where typer is asked for it; tests/test_cli.py holds the lists against typer's own.
"""

from __future__ import annotations

ABOUT = "ทำไฟล์รายงานราชการไทย (Word, Excel, PDF) จากแบบกรอกหรือไฟล์ข้อมูล"
EPILOG = "ตัวอย่าง: thaireport form memo แล้วกรอก แล้ว thaireport make memo.xlsx --to docx --to pdf"
OPTIONS = {
    "--version": "พิมพ์รุ่นของโปรแกรม",
    "--install-completion": "ติดตั้งการเติมคำสั่งด้วยแป้น Tab",
    "--show-completion": "แสดงชุดคำสั่งสำหรับเติมคำสั่งด้วยแป้น Tab",
    "-h, --help": "แสดงคำอธิบายนี้",
}
COMMANDS = {
    "kinds": "รายชื่อชนิดรายงานที่ทำได้",
    "make": "ทำไฟล์รายงานจากไฟล์ข้อมูล",
    "check": "ตรวจไฟล์ข้อมูล โดยไม่ทำไฟล์รายงาน",
    "form": "สร้างแบบกรอก Excel ของรายงานชนิดหนึ่ง",
    "new": "เริ่มโฟลเดอร์งานใหม่: agency.yaml แบบกรอก และคำแนะนำ",
    "doctor": "ตรวจเครื่อง: แบบอักษร LibreOffice รุ่นโปรแกรม สิทธิ์การเขียน และบอกวิธีแก้",
    "read": "อ่านข้อมูลกลับจากไฟล์รายงานที่ทำเสร็จแล้ว",
    "verify": "ตรวจว่าข้อความในไฟล์ยังตรงกับที่ทำไว้ และบอกจุดที่ถูกแก้ด้วยมือ",
    "diff": "รายการแก้ไขระหว่างสองฉบับของรายงานเดียวกัน",
    "collect": "รวบรวมไฟล์ที่หน่วยงานส่งมาเป็นสมุดงานสรุปเดียว",
    "fields": "พจนานุกรมช่องข้อมูล: ชื่อที่ใช้ในแม่แบบ ชื่อไทย ชนิด ตัวอย่าง และตัวกรองที่ใช้ได้",
    "blank": "พิมพ์แบบฟอร์มเปล่า มีเส้นประแทนค่าที่ต้องกรอก",
    "template": "แม่แบบของหน่วยงาน: ส่งออกมาแก้ และตรวจ",
    "agency": "โฟลเดอร์ของหน่วยงาน (agency.yaml)",
}


def page() -> str:
    """The first page of help."""
    return "\n".join(
        (
            "วิธีใช้: thaireport [OPTIONS] COMMAND [ARGS]...",
            f"\n  {ABOUT}",
            "\nตัวเลือก:",
            *_lines(OPTIONS),
            "\nคำสั่ง:",
            *_lines(COMMANDS),
            f"\n  {EPILOG}",
        )
    )


def _lines(words: dict[str, str]) -> list[str]:
    wide = max(map(len, words))
    return [f"  {word:{wide}}  {said}" for word, said in words.items()]

"""ทำบันทึกข้อความ: แก้ค่าด้านล่างแล้วสั่ง  python memo.py  (ข้อความอยู่ใน memo.yaml)"""

from pathlib import Path

import thaireport

HERE = Path(__file__).parent
INPUT = HERE / "memo.yaml"  # ไฟล์ข้อมูลที่กรอกแล้ว
OUTPUT = Path("out") / "memo.docx"  # ไฟล์ที่ต้องการ: .docx หรือ .pdf (ต้องมี LibreOffice)

report = thaireport.load(INPUT)
OUTPUT.parent.mkdir(parents=True, exist_ok=True)
saved = thaireport.save(report, OUTPUT)
for warning in saved.warnings:
    print("ควรตรวจ:", warning)
print("เสร็จแล้ว:", saved.path)

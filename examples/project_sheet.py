"""ทำแผ่นโครงการแผ่นเดียว: แก้ค่าด้านล่างแล้วสั่ง  python project_sheet.py  (ข้อความอยู่ใน project_sheet.yaml)"""

from pathlib import Path

import thaireport

HERE = Path(__file__).parent
INPUT = HERE / "project_sheet.yaml"  # ไฟล์ข้อมูลที่กรอกแล้ว
OUTPUT = Path("out") / "project_sheet.docx"  # ไฟล์ที่ต้องการ: .docx หรือ .pdf (ต้องมี LibreOffice)

OUTPUT.parent.mkdir(exist_ok=True)
report = thaireport.load(INPUT)
saved = thaireport.save(report, OUTPUT)
for warning in saved.warnings:
    print("ควรตรวจ:", warning)
print("เสร็จแล้ว:", saved.path)

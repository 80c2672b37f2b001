"""ทำรายงานผลตามมาตรการ: แก้ค่าด้านล่างแล้วสั่ง  python measures_report.py  (ข้อความอยู่ใน measures_report.yaml)"""

from pathlib import Path

import thaireport

HERE = Path(__file__).parent
INPUT = HERE / "measures_report.yaml"  # ไฟล์ข้อมูลที่กรอกแล้ว
OUTPUT = Path("out") / "measures_report.docx"  # ไฟล์ที่ต้องการ: .docx .xlsx หรือ .pdf (ต้องมี LibreOffice)

report = thaireport.load(INPUT)
OUTPUT.parent.mkdir(parents=True, exist_ok=True)
saved = thaireport.save(report, OUTPUT)
for warning in saved.warnings:
    print("ควรตรวจ:", warning)
print("เสร็จแล้ว:", saved.path)

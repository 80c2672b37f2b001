"""ทำรายงานการวิเคราะห์ผลการประเมิน ITA: แก้ค่าด้านล่างแล้วสั่ง  python ita_analysis.py  (ข้อมูลอยู่ใน ita_analysis.yaml)"""

from pathlib import Path

import thaireport

HERE = Path(__file__).parent
INPUT = HERE / "ita_analysis.yaml"  # ไฟล์ข้อมูลที่กรอกแล้ว
OUTPUTS = [Path("out") / "ita_analysis.docx", Path("out") / "ita_analysis.xlsx"]  # ทำ .pdf ได้ด้วย

report = thaireport.load(INPUT)
for output in OUTPUTS:
    output.parent.mkdir(exist_ok=True)
    saved = thaireport.save(report, output)
    print("เสร็จแล้ว:", saved.path)
for warning in report.warnings:
    print("ควรตรวจ:", warning)

"""ทำแผนปฏิบัติการป้องกันการทุจริต: แก้ค่าด้านล่างแล้วสั่ง  python action_plan.py  (ข้อมูลอยู่ใน action_plan.yaml)"""

from pathlib import Path

import thaireport

HERE = Path(__file__).parent
INPUT = HERE / "action_plan.yaml"  # ไฟล์ข้อมูลที่กรอกแล้ว หรือ action_plan.xlsx
OUTPUTS = (Path("out") / "action_plan.docx", Path("out") / "action_plan.xlsx")  # เพิ่ม .pdf ได้ (ต้องมี LibreOffice)

report = thaireport.load(INPUT)
for output in OUTPUTS:
    output.parent.mkdir(exist_ok=True)
    saved = thaireport.save(report, output)
    print("เสร็จแล้ว:", saved.path)
for warning in saved.warnings:
    print("ควรตรวจ:", warning)

"""ทำรายงานผลการดำเนินงานตามแผน: สั่ง  python plan_results.py  (ข้อมูลอยู่ใน plan_results.yaml)

ส่วนท้ายแสดงการเริ่มรายงานผลรอบ 6 เดือนจากแผน: ทุกโครงการถูกยกมาพร้อมงบประมาณ สถานะรอรายงาน
"""

from pathlib import Path

import thaireport

HERE = Path(__file__).parent
INPUT = HERE / "plan_results.yaml"  # ไฟล์ข้อมูลที่กรอกแล้ว
PLAN = HERE / "action_plan.yaml"  # แผนที่รายงานผล
OUTPUTS = [Path("out") / "plan_results.docx", Path("out") / "plan_results.xlsx"]  # ทำ .pdf ได้ด้วย

report = thaireport.load(INPUT)
for output in OUTPUTS:
    output.parent.mkdir(parents=True, exist_ok=True)
    saved = thaireport.save(report, output)
    print("เสร็จแล้ว:", saved.path)
for warning in report.warnings:
    print("ควรตรวจ:", warning)

plan = thaireport.load(PLAN, thaireport.ActionPlan)
begun = thaireport.PlanResults.from_plan(plan, months=6)
print("เริ่มรายงานรอบ 6 เดือน:", len(begun.projects), "โครงการ รอรายงาน", begun.figures.waiting)

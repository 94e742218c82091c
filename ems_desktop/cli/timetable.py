"""`./ems admin import timetable`: a file of FET becomes a draft of the timetable, or with --dry-run only a report."""

from __future__ import annotations

import argparse
import json

from ems_desktop.cli.answers import say
from ems_desktop.cli.desks import OpenDesk, office
from ems_desktop.cli.options import Options
from ems_desktop.domain.timetable.fet_plan import FetPlan
from ems_desktop.i18n import told, tr, trn


def import_timetable(args: argparse.Namespace, options: Options, open_desk: OpenDesk) -> int:
    """A dry run in a profile without a school compares with an empty one; nothing is written by it."""
    from ems_desktop.domain.timetable.fet_report import to_json
    from ems_desktop.services.timetable_import import compare_with_nothing

    if args.dry_run and not (options.data_dir / "school").exists():
        plan = compare_with_nothing(args.file)
    else:
        with office(options, open_desk) as here:
            plan = here.desk.timetable_import.preview(args.file)
            if not args.dry_run:
                here.desk.timetable_import.apply(plan, args.file.name)
                here.desk.sync()
    say(json.dumps(to_json(plan, told), indent=2, ensure_ascii=False) if args.json else _sentences(plan, dry_run=args.dry_run))
    return 0


def _sentences(plan: FetPlan, *, dry_run: bool) -> str:
    from ems_desktop.domain.timetable.fet_report import reasons, why_left

    file, counts = plan.file, plan.counts
    missing = (
        (tr("Classes that the school does not have: {names}"), plan.missing_classes),
        (tr("Teachers that were not found: {names}"), plan.missing_teachers),
        (tr("Rooms that were not found: {names}"), plan.missing_rooms),
    )
    lines = [
        tr(
            "{classes} classes, {teachers} teachers, {activities} activities of {periods} lesson hours.",
            classes=len(file.classes), teachers=len(file.teachers), activities=len(file.activities), periods=file.periods,
        ),
        *(said.format(names=", ".join(names)) for said, names in missing if names),
        *(trn("{n} activity: {said}", "{n} activities: {said}", n, said=said) for said, n in reasons(plan, told)),
        *(tr("Not carried: {count} × {constraint}. {reason}", count=one.count, constraint=one.constraint, reason=why_left(one, told)) for one in plan.left),
        tr("{carried} carried, {noted} carried with a note, {refused} refused.", **counts),
    ]  # fmt: skip
    return "\n".join([*lines, *([tr("Nothing was written.")] if dry_run else [])])

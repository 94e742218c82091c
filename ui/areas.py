"""The areas of the rail. Each factory imports its screen when the person first goes there."""

from __future__ import annotations

from ems_desktop.i18n import N_
from ui.context import Context
from ui.shell.areas import OFFICE, SETTINGS, STAFF, Area, Finder
from ui.shell.screen import Screen


def _home(ctx: Context) -> Screen:
    from ui.screens.home.view import HomeScreen

    return HomeScreen(ctx)


def _rosters(ctx: Context) -> Screen:
    from ui.screens.rosters.view import RostersScreen

    return RostersScreen(ctx)


def _find_rosters(ctx: Context) -> Finder:
    from ui.screens.rosters.finder import finder

    return finder(ctx)


def _grades(ctx: Context) -> Screen:
    from ui.screens.grades.view import GradesScreen

    return GradesScreen(ctx)


def _timetable(ctx: Context) -> Screen:
    from ui.screens.timetable.view import TimetableScreen

    return TimetableScreen(ctx)


def _questions(ctx: Context) -> Screen:
    from ui.screens.questions.view import QuestionsScreen

    return QuestionsScreen(ctx)


def _find_questions(ctx: Context) -> Finder:
    from ui.screens.questions.finder import finder

    return finder(ctx)


def _jobs(ctx: Context) -> Screen:
    from ui.screens.jobs.view import JobsScreen

    return JobsScreen(ctx)


def _materials(ctx: Context) -> Screen:
    from ui.screens.materials.view import MaterialsScreen

    return MaterialsScreen(ctx)


def _find_materials(ctx: Context) -> Finder:
    from ui.screens.materials.finder import finder

    return finder(ctx)


def _users(ctx: Context) -> Screen:
    from ui.screens.users.view import UsersScreen

    return UsersScreen(ctx)


def _audit(ctx: Context) -> Screen:
    from ui.screens.audit.view import AuditScreen

    return AuditScreen(ctx)


def _sync(ctx: Context) -> Screen:
    from ui.screens.sync.view import SyncScreen

    return SyncScreen(ctx)


AREAS = (
    Area("home", N_("Home"), "home", _home),
    Area("rosters", N_("Classes & Students"), "people", _rosters, STAFF, _find_rosters),
    Area("grades", N_("Grades"), "grades", _grades, STAFF),
    Area("timetable", N_("Timetable"), "calendar", _timetable),
    Area("questions", N_("Question Bank"), "bank", _questions, STAFF, _find_questions),
    Area("materials", N_("Materials"), "book", _materials, finder=_find_materials),
    Area("jobs", N_("Jobs"), "jobs", _jobs, STAFF),
    Area("users", N_("Users"), "users", _users, OFFICE),
    Area("audit", N_("Audit"), "clock", _audit, OFFICE),
    Area("sync", N_("Sync"), "sync", _sync, STAFF),
    SETTINGS,
)

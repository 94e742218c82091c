@echo off
rem EMS Desktop's one door on Windows: the same steps as the file `ems` beside it.
setlocal
set "here=%~dp0"
set "python=%here%.venv\Scripts\python.exe"
set "PYTHONPATH=%here:~0,-1%"
set "PYTHONHOME="
set "base="

if not exist "%python%" goto make
fc /b "%here%requirements.lock" "%here%.venv\ems.lock" >nul 2>nul && goto run

:make
for %%v in (3.11 3.12 3.13 3.14) do if not defined base py -%%v -c "" >nul 2>nul && set "base=py -%%v"
if not defined base python -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))" >nul 2>nul && set "base=python"
if not defined base (
    echo EMS-1901: EMS Desktop needs Python 3.11 or newer and found none; install Python and give the same command again. 1>&2
    exit /b 1
)
%base% -P -m ems_desktop.door || exit /b 1

:run
"%python%" -P -m ems_desktop %*
if %errorlevel% neq 103 exit /b %errorlevel%
rem 103: the Python that the environment was made with is gone
if defined base exit /b 103
goto make

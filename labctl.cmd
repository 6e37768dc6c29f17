@echo off
rem Starts labctl on Windows. Finds a JDK 17 or later; in a checkout it builds labctl on first use.
setlocal enableextensions
set "LABCTL_DIR=%~dp0"
if "%LABCTL_DIR:~-1%"=="\" set "LABCTL_DIR=%LABCTL_DIR:~0,-1%"

set "LABCTL_JAVA=java.exe"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "LABCTL_JAVA=%JAVA_HOME%\bin\java.exe"
"%LABCTL_JAVA%" -version >nul 2>&1
if errorlevel 1 goto nojava
rem The third word of the line with the version is "17.0.2"; the number before its first dot is used.
set "LABCTL_FEATURE=0"
for /f "tokens=3" %%v in ('""%LABCTL_JAVA%" -version 2>&1" ^| findstr /i " version "') do (
  for /f "delims=.-+_ tokens=1" %%m in ("%%~v") do set "LABCTL_FEATURE=%%m"
)
if %LABCTL_FEATURE% LSS 17 goto oldjava

set "LABCTL_JAR=%LABCTL_DIR%\lib\labctl.jar"
if exist "%LABCTL_JAR%" goto start
set "LABCTL_JAR=%LABCTL_DIR%\target\labctl.jar"
if exist "%LABCTL_JAR%" goto start
echo labctl: building ... 1>&2
pushd "%LABCTL_DIR%"
call mvnw.cmd -B -q -Dmaven.test.skip=true -DskipUnitTests=true -Dwarnings=-nowarn package 1>&2 <nul
set "LABCTL_BUILT=%errorlevel%"
popd
if not "%LABCTL_BUILT%"=="0" goto nobuild

:start
"%LABCTL_JAVA%" -Xlog:disable -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "-Dlabctl.home=%LABCTL_DIR%" -jar "%LABCTL_JAR%" %*
exit /b %errorlevel%

:nojava
echo labctl: no JDK 17 or later found 1>&2
echo   Install one, for instance: winget install EclipseAdoptium.Temurin.17.JDK, or set JAVA_HOME. 1>&2
exit /b 3

:oldjava
echo labctl: %LABCTL_JAVA% is older than Java 17 1>&2
echo   Install a newer one, for instance: winget install EclipseAdoptium.Temurin.17.JDK, or set JAVA_HOME. 1>&2
exit /b 3

:nobuild
echo labctl: building labctl failed 1>&2
echo   Its last lines are above; mvnw.cmd verify shows everything. 1>&2
exit /b 3

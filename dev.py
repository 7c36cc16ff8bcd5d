"""One front door for developers, on the standard library alone: works before anything is installed.

    python3 dev.py run [--once]     install, migrate, load a made-up regency, serve it, print the address
    python3 dev.py test [ARGS]      install, run the tests on servers of their own; ARGS go to pytest
    python3 dev.py check            style, types, templates, import contracts, compose, migrations, deployment
    python3 dev.py bench [NAME]     run benchmarks/NAME.py or benchmarks/NAME/, or all of them
    python3 dev.py stop             end a `run` and the embedded servers
    python3 dev.py lock             write the requirement locks anew from requirements*.in

PORT is where `run` serves (8000). DATABASE_URL and REDIS_URL replace the embedded servers; KEPENDUDUKAN_VAR
is the folder for everything that is written at run time (var/ here).

This file installs and then becomes `kependudukan.development.<command>` under the Python of .venv.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN_LOCK = "requirements.txt"
DEVELOPMENT_LOCK = "requirements-dev.txt"
#: What `bench matching` compares with; it installs that itself, apart.
BENCHMARK_LOCK = "requirements-bench.txt"
SPARK_LOCK = "requirements-spark.txt"
#: What each command needs installed; `stop` needs nothing that is not there already.
LOCKS = {"run": RUN_LOCK, "test": DEVELOPMENT_LOCK, "check": DEVELOPMENT_LOCK, "bench": DEVELOPMENT_LOCK}
#: The tests run in two processes, each with a database of its own; a file stays whole, for its fixtures' sake, and
#: the files are shared out in the order of tests/conftest.py, not by the number of their tests.
TWO_PROCESSES = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")

#: Variables of the caller that our processes do without. Without bytecode each of the hundred that a test run
#: starts would compile all it imports, which is half of what starting costs.
_NOT_OURS = {"PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE"}


class CommandFailed(Exception):
    """What ends a command; the text says what to do."""


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code, unless another program has taken over by then."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python would be given
        say(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")
        return 1
    command, *rest = arguments or [""]
    try:
        if command in LOCKS:
            install(LOCKS[command])
            become(command, rest)
        if command == "stop":
            stop()
        elif command == "lock":
            lock()
        else:
            say((__doc__ or "").strip())
            return 2
    except CommandFailed as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 130
    return 0


def become(command: str, arguments: list[str]) -> NoReturn:
    """Let the Python of .venv take over this process, so that its exit code and its signals are ours."""
    module = "pytest" if command == "test" else f"kependudukan.development.{command}"
    if command == "test" and "-n" not in arguments:
        arguments = [*TWO_PROCESSES, *arguments]
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", module, *arguments], environment())  # noqa: S606 - no shell is meant


def stop() -> None:
    """End a `run` and the embedded servers; without .venv nothing of ours can be running."""
    if PYTHON.exists():
        become("stop", [])


def lock() -> None:
    """Write the locks anew: each package with its hashes, for every platform and Python from 3.11 on."""
    uv = shutil.which("uv") or _own_uv()
    options = ["--universal", "--generate-hashes", "--python-version", "3.11", "--upgrade"]
    options += ["--quiet", "--no-header", "--no-annotate", "--no-emit-index-url"]
    call([uv, "pip", "compile", *options, "requirements.in", "--output-file", RUN_LOCK])
    call([uv, "pip", "compile", *options, "requirements-bench.in", "--output-file", BENCHMARK_LOCK])
    options += ["--constraint", RUN_LOCK]
    call([uv, "pip", "compile", *options, "requirements-dev.in", "--output-file", DEVELOPMENT_LOCK])
    call([uv, "pip", "compile", *options, "requirements-spark.in", "--output-file", SPARK_LOCK])


def _own_uv() -> str:
    """Return uv out of a virtual environment of its own, made when there is none."""
    folder = variable_folder() / "uv"
    if not (folder / "bin" / "uv").exists():
        call([sys.executable, "-m", "venv", str(folder)])
        call([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"])
    return str(folder / "bin" / "uv")


def install(name: str) -> None:
    """Bring .venv to what a lock says, with uv where it is on the PATH; do nothing when it is there."""
    wanted = _digest(name)
    if PYTHON.exists() and _stamp(name).exists() and _stamp(name).read_text() == wanted:
        return
    begun = time.monotonic()
    say(f"installing {name} into .venv")
    uv = shutil.which("uv")
    if uv:
        _make_venv_with(uv)
        call([uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", name])
    else:
        _make_venv()
        # The lock names every package, so there is nothing to resolve; Python compiles what it imports.
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile", "--require-hashes"]
        call([str(PYTHON), "-m", "pip", "install", *options, "-r", name])
    _stamp(name).write_text(wanted)
    if name == DEVELOPMENT_LOCK:
        # The development lock holds every line of the other one (tested).
        _stamp(RUN_LOCK).write_text(_digest(RUN_LOCK))
    say(f"installed in {time.monotonic() - begun:.0f} s")


def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def _stamp(name: str) -> Path:
    return VENV / f".{name}.sha256"


def _make_venv_with(uv: str) -> None:
    if not PYTHON.exists():
        call([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])


def _make_venv() -> None:
    """Make .venv where there is none, or anew where it is broken: half-made, or of a Python that is gone."""
    if PYTHON.exists() and _outcome([str(PYTHON), "-m", "pip", "--version"]).returncode == 0:
        return
    made = _outcome([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        raise CommandFailed(
            f"{made.stdout.strip()}\nThis Python cannot make virtual environments. On Debian and Ubuntu: "
            "apt-get install python3-venv. Elsewhere install uv, and start again."
        )


def variable_folder() -> Path:
    """Return the folder for everything that is written at run time."""
    return Path(os.environ.get("KEPENDUDUKAN_VAR", "").strip() or ROOT / "var").resolve()


def environment() -> dict[str, str]:
    """Return the environment for our processes: this project's Python and modules before all others."""
    named = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    named["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    named["PYTHONPATH"] = str(ROOT)
    named["PYTHONUNBUFFERED"] = "1"
    if not os.access(Path.home(), os.W_OK):
        named.setdefault("XDG_CACHE_HOME", str(variable_folder() / "cache"))
    return named


def call(command: list[str]) -> None:
    """Run a command in the checkout, its output to the terminal.

    Raises:
        CommandFailed: it ended with another exit code than 0.
    """
    code = subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode
    if code:
        raise CommandFailed(f"this ended with exit code {code}: {' '.join(command)}")


def _outcome(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=environment()
    )


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

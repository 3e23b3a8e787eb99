"""The commands themselves: what each needs to be in place, and what it then starts."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import bytecode, checks, daily, frontend, locking, packages
from tools.packages import DEMO_LOCK, DEV_LOCK, RUNTIME_LOCK
from tools.place import Place

PLACE = Place(Path(__file__).resolve().parent.parent)

Arguments = Sequence[str]

NOTHING_TO_RUN = 5  # pytest's status when no test was chosen


def main(arguments: Arguments) -> int:
    """Carry out the command named first, with the rest as its own arguments; return the exit status."""
    signal.signal(signal.SIGTERM, _stop)
    name, *rest = arguments or ["help"]
    if name not in COMMANDS:
        print(f"There is no command {name!r}.", file=sys.stderr)
        return show_help([]) or 2
    return COMMANDS[name](rest)


def run(arguments: Arguments) -> int:
    """Set up what is missing and start the helpdesk."""
    return _become_helpdesk("up", arguments)


def demo(arguments: Arguments) -> int:
    """Run a desk in a pretend world: two weeks of history, and customers who write by themselves."""
    make_ready(PLACE, [RUNTIME_LOCK, DEMO_LOCK])
    return _become(PLACE.program("helpdesk"), ["demo", *arguments])


def bench(arguments: Arguments) -> int:
    """Measure; the arguments say what."""
    return _become_helpdesk("bench", arguments)


def test(arguments: Arguments) -> int:
    """Run the tests of every day, or all of those named; the arguments go to pytest."""
    return _run_tests(arguments, kind="not long", among=[daily.ONLY])


def trials(arguments: Arguments) -> int:
    """Run the long tests: browsers, rounds of faults, whole desks, then, one by one, what measures the machine."""
    return _run_tests(arguments, kind="long", among=daily.LONG, alone=_files_alone(PLACE))


def check(arguments: Arguments) -> int:
    """Check form, types, the arrows between packages and the size of the bundles."""
    make_ready(PLACE, [RUNTIME_LOCK, DEV_LOCK])
    return checks.run_all(PLACE, frontend.install(PLACE))


def setup(arguments: Arguments) -> int:
    """Only set up what `run` needs."""
    make_ready(PLACE, [RUNTIME_LOCK])
    print("Ready. Start the helpdesk with `make run` or `python3 tools/dev.py run`.")
    return 0


def build(arguments: Arguments) -> int:
    """Build the front end; --watch builds again at every change."""
    with PLACE.alone():
        packages.make_ready(PLACE, [RUNTIME_LOCK])
        node = frontend.install(PLACE)
    return _become(node.node, [str(frontend.BUILD), *arguments])


def format_code(arguments: Arguments) -> int:
    """Put the Python code into its form."""
    make_ready(PLACE, [RUNTIME_LOCK, DEV_LOCK])
    subprocess.run([PLACE.program("ruff"), "check", "--fix-only", "--quiet", "."], cwd=PLACE.root, check=False)
    return _become(PLACE.program("ruff"), ["format", "."])


def lock(arguments: Arguments) -> int:
    """Write the lock files anew; --upgrade takes newer versions."""
    make_ready(PLACE, [RUNTIME_LOCK, DEV_LOCK])
    locking.lock_all(PLACE, arguments)
    return 0


def show_help(arguments: Arguments) -> int:
    """Show this."""
    print("make COMMAND, or without make: python3 tools/dev.py COMMAND [ARGUMENTS]\n")
    for name, command in COMMANDS.items():
        print(f"  {name:<8} {command.__doc__}")
    return 0


COMMANDS: dict[str, Callable[[Arguments], int]] = {
    "run": run,
    "demo": demo,
    "test": test,
    "trials": trials,
    "check": check,
    "setup": setup,
    "build": build,
    "format": format_code,
    "bench": bench,
    "lock": lock,
    "help": show_help,
}


def make_ready(place: Place, locks: Sequence[str]) -> None:
    """Bring the checkout to where it can run; at once and without the network when it is there already."""
    if packages.is_ready(place, locks) and bytecode.is_ready(place) and frontend.is_ready(place):
        return
    with place.alone():
        packages.make_ready(place, locks)
        bytecode.make_ready(place)
        frontend.make_ready(place)


def _run_tests(arguments: Arguments, *, kind: str, among: Arguments, alone: Arguments = ()) -> int:
    make_ready(PLACE, [RUNTIME_LOCK, DEV_LOCK])
    if _says_how(arguments):
        return _become(PLACE.python, ["-m", "pytest", *arguments])
    # tests wait half of their time, see docs/decisions/0046; the slow folders come first, see tests/conftest.py
    beside = ["-n", str(3 + max(2, os.cpu_count() or 2)), "--dist", "loadfile", "--no-loadscope-reorder"]
    if _names_tests(arguments):
        runs = [[*beside, "-m", "not alone", *arguments], ["-m", "alone", *arguments]]
    else:
        runs = [[*beside, "-m", f"{kind} and not alone", *among, *arguments]]
        runs += [["-m", "alone", *alone, *arguments]] if alone else []
    # what failed beside others stays known when the second run, too, writes down what failed
    statuses = [_pytest(part) for part in runs]
    return next((status for status in statuses if status not in (0, NOTHING_TO_RUN)), min(statuses))


def _says_how(arguments: Arguments) -> bool:
    """Whether the arguments say how many tests run side by side, or which by their marks."""
    return any(argument.startswith(("-n", "--numprocesses", "--pdb", "-m")) for argument in arguments)


def _names_tests(arguments: Arguments) -> bool:
    """Whether the arguments name folders, files or tests; those are run whether they take long or not."""
    return any(argument.startswith("tests") for argument in arguments)


def _files_alone(place: Place) -> list[str]:
    """Where tests lie that run alone: reading all the others again would take longer than many of them."""
    files = sorted((place.root / "tests").rglob("test_*.py"))
    return [str(file.relative_to(place.root)) for file in files if "mark.alone" in file.read_text()]


def _pytest(arguments: Arguments) -> int:
    os.chdir(PLACE.root)
    # each worker reads every test: what one has compiled, the others need not
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run([PLACE.python, "-m", "pytest", *arguments], env=environ, check=False).returncode


def _become_helpdesk(command: str, arguments: Arguments) -> int:
    make_ready(PLACE, [RUNTIME_LOCK])
    return _become(PLACE.program("helpdesk"), [command, *arguments])


def _become(program: str | Path, arguments: Arguments) -> int:
    # Taking this process's place leaves nobody in between to pass signals on.
    os.chdir(PLACE.root)
    sys.stdout.flush()
    os.execv(program, [str(program), *arguments])


def _stop(number: int, frame: object) -> None:
    raise KeyboardInterrupt

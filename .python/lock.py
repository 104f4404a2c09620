"""Write requirements.lock (what runs Towpath) and requirements-dev.lock (what checks and tests it). `make lock`.

Uses pip alone, through its public commands:

1. pip resolves pyproject.toml's requirements without installing (`pip install --dry-run --report`).
2. Markers are walked for every Python and system we support; what another system needs on top is resolved too.
3. For each kind of machine pip is asked which wheel it would take; the hashes of all of them are written down.

Pins of the present lock files are kept where they still fit, so adding a package changes nothing else;
`make lock UPGRADE=1` takes the newest of everything. No address of an index is read or written here.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).parents[1]
RUN_LOCK, DEV_LOCK = HOUSE / "requirements.lock", HOUSE / "requirements-dev.lock"
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = {"linux": "Linux", "darwin": "Darwin"}
MACHINES = {"linux": ("x86_64", "aarch64"), "darwin": ("arm64", "x86_64")}
# A newer system prefers other wheels of the same release.
GLIBCS = (28, 36, 41)
MACS = (12, 15)

Report = dict[str, dict[str, object]]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--upgrade", action="store_true", help="take the newest of everything")
    keep = not words.parse_args().upgrade
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    # Hatchling asks for `editables` when it installs a checkout in place.
    build = [*project["build-system"]["requires"], "editables"]
    extras = project["project"]["optional-dependencies"]
    to_run = [*build, *project["project"]["dependencies"], *extras["embedded"]]
    found, needs = resolve([*to_run, *extras["dev"]], keep=keep)
    run_systems, all_systems = needs(to_run), needs([*to_run, *extras["dev"]])
    hashes = hashes_of(found)
    write(RUN_LOCK, "what runs Towpath", run_systems, found, hashes)
    added = {name: systems for name, systems in all_systems.items() if name not in run_systems}
    write(DEV_LOCK, "what checks and tests it, on top of requirements.lock", added, found, hashes)


def resolve(roots: list[str], *, keep: bool):
    """Return the report by package, and a function from requirements to {package: systems that need it}."""
    extra: set[str] = set()
    while True:
        found = report([*roots, *sorted(extra)], constraints=pins() if keep else "")
        wanted = {
            r: [Requirement(d) for d in item["metadata"].get("requires_dist", [])]
            for r, item in found.items()
        }

        def needs(requirements: list[str], wanted=wanted) -> dict[str, set[str]]:
            systems: dict[str, set[str]] = defaultdict(set)
            for environment in environments():
                for name in closure(requirements, wanted, environment):
                    systems[name].add(environment["sys_platform"])
            return systems

        missing = set(needs(roots)) - set(found)
        if not missing:
            return found, needs
        extra |= missing


def report(requirements: list[str], *, constraints: str = "", options: tuple[str, ...] = ()) -> Report:
    """Return pip's report by canonical name: what it would install."""
    with tempfile.TemporaryDirectory() as folder:
        pinned, answer = Path(folder, "constraints.txt"), Path(folder, "report.json")
        pinned.write_text(constraints)
        command = [
            sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--dry-run",
            "--ignore-installed", "--report", str(answer), "-c", str(pinned), *options, *requirements,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PipSays(done.stderr)
        items = json.loads(answer.read_text())["install"]
    return {canonicalize_name(item["metadata"]["name"]): item for item in items}


class PipSays(SystemExit):
    """pip could not do it; its own words."""


def pins() -> str:
    """Return the present locks as pip constraints."""
    text = "".join(path.read_text() for path in (RUN_LOCK, DEV_LOCK) if path.exists())
    return "".join(f"{pin}\n" for pin in re.findall(r"^[\w.-]+==[^\s;\\]+", text, re.MULTILINE))


def environments() -> list[dict[str, str]]:
    """Return the marker environments of all Pythons and systems we support."""
    result = []
    for python, (system, name) in product((*PYTHONS, "3.11.2"), SYSTEMS.items()):
        for machine in MACHINES[system]:
            full = python if python.count(".") == 2 else f"{python}.9"
            result.append(
                default_environment()
                | {
                    "python_version": ".".join(python.split(".")[:2]), "python_full_version": full,
                    "implementation_version": full, "sys_platform": system, "platform_system": name,
                    "platform_machine": machine, "os_name": "posix",
                }
            )  # fmt: skip
    return result


def closure(roots: list[str], wanted: dict[str, list[Requirement]], environment: dict[str, str]) -> set[str]:
    """Return the names of everything `roots` need in one environment, extras included."""
    seen: set[tuple[str, str]] = set()
    open_ = [Requirement(root) for root in roots]
    open_ = [r for r in open_ if r.marker is None or r.marker.evaluate(environment)]
    while open_:
        requirement = open_.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            here = environment | {"extra": extra}
            open_ += [r for r in wanted.get(name, []) if r.marker is None or r.marker.evaluate(here)]
    return {name for name, _ in seen}


def hashes_of(found: Report) -> dict[str, set[str]]:
    """Return the sha256 of every file that some supported machine would take."""
    hashes = {name: {hash_in(item)} for name, item in found.items()}
    # A wheel for any system is the same everywhere: only compiled ones, and sources, need a closer look.
    own = [
        name
        for name, item in found.items()
        if not str(item["download_info"]["url"]).endswith("-none-any.whl")
    ]
    requirements = [f"{name}=={found[name]['metadata']['version']}" for name in own]

    def there(machine: tuple[str, list[str]]) -> Report:
        python, platforms = machine
        options = ["--no-deps", "--only-binary=:all:", "--target", "nowhere", "--python-version", python]
        options += [word for platform in platforms for word in ("--platform", platform)]
        print(f"asking for the wheels of Python {python} on {platforms[0]}", file=sys.stderr)
        return wheels(requirements, tuple(options))

    with ThreadPoolExecutor(4) as threads:
        for answer in threads.map(there, product(PYTHONS, kinds_of_machine())):
            for name, item in answer.items():
                hashes[name].add(hash_in(item))
    return hashes


def wheels(requirements: list[str], options: tuple[str, ...]) -> Report:
    """Return the report for those of `requirements` that have a wheel there."""
    while True:
        try:
            return report(requirements, options=options) if requirements else {}
        except PipSays as error:
            without = re.search(r"No matching distribution found for ([^\s=]+)==", str(error))
            if without is None:
                raise
            requirements = [r for r in requirements if r.split("==")[0] != without[1]]


def kinds_of_machine() -> list[list[str]]:
    """Return pip's platform tags of each kind of machine, best first."""
    kinds = []
    for glibc, machine in product(GLIBCS, MACHINES["linux"]):
        old = ["manylinux2014", "manylinux2010", "manylinux1", "linux"]
        tags = [f"manylinux_2_{minor}" for minor in range(glibc, 4, -1)] + old
        kinds.append([f"{tag}_{machine}" for tag in tags])
    for major, machine in product(MACS, MACHINES["darwin"]):
        kinds.append([f"macosx_{major}_0_{machine}"])
    return kinds


def hash_in(item: dict) -> str:
    return item["download_info"]["archive_info"]["hashes"]["sha256"]


def write(
    path: Path, purpose: str, needed: dict[str, set[str]], found: Report, hashes: dict[str, set[str]]
) -> None:
    lines = [
        f"# {purpose[0].upper()}{purpose[1:]}. Written by `make lock`; install with --require-hashes --no-deps."
    ]
    for name in sorted(needed):
        marker = marker_of(needed[name])
        lines.append(f"{name}=={found[name]['metadata']['version']}{marker} \\")
        lines.append(" \\\n".join(f"    --hash=sha256:{value}" for value in sorted(hashes[name])))
    path.write_text("\n".join(lines) + "\n")
    print(f"{path.name}: {len(needed)} packages", file=sys.stderr)


def marker_of(systems: set[str]) -> str:
    """Return the marker of a package that not all systems need; a Python that needs none of it takes it too."""
    if systems == set(SYSTEMS):
        return ""
    return " ; " + " or ".join(f"sys_platform == '{system}'" for system in sorted(systems))


if __name__ == "__main__":
    main()

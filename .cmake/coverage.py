"""Prints the share of lines in each folder that the tests reached: python3 coverage.py <build folder>"""

import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]


def reports(build):
    """gcov's report on each source of ours."""
    if not any(build.rglob("*.gcda")):
        sys.exit("no coverage data: was this folder configured with --preset coverage?")
    # A file that nothing ran has notes but no data.
    notes = sorted(build.rglob("*.gcno"))
    output = subprocess.run(["gcov", "--json-format", "--stdout", *map(str, notes)], cwd=build, check=True,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    for line in output.splitlines():
        for report in json.loads(line)["files"]:
            path = (build / report["file"]).resolve()
            if ROOT in path.parents and build not in path.parents:
                yield path.relative_to(ROOT), report


def main():
    hits = collections.defaultdict(collections.Counter)  # file -> line -> how often
    for path, report in reports(pathlib.Path(sys.argv[1]).resolve()):
        for line in report["lines"]:
            hits[path][line["line_number"]] += line["count"]

    folders = collections.defaultdict(lambda: [0, 0])
    missed = []
    for path, lines in sorted(hits.items()):
        if path.parts[0] == "tests":
            continue
        reached = sum(1 for count in lines.values() if count)
        for folder in (path.parent.as_posix(), "all"):
            folders[folder][0] += reached
            folders[folder][1] += len(lines)
        if reached < len(lines):
            missed.append((len(lines) - reached, path))

    for missing, path in sorted(missed, reverse=True)[:10]:
        print(f"{missing:6} lines not reached in {path}")
    for folder, (reached, total) in folders.items():
        if folder != "all":
            print(f"{100 * reached / total:6.1f} % of {total:5} lines of {folder}")
    reached, total = folders["all"]
    print(f"{100 * reached / total:6.1f} % of {total:5} lines in all")


if __name__ == "__main__":
    main()

"""Checks what docs/architecture.md says of the tree, where a program can see it: python3 tests/checks/layers.py [root]"""

import pathlib
import re
import sys

# Each may include from itself and from those before it. A file belongs to the longest name that its path
# begins with: the rooms of app/ are layers, and what lies in app/ itself is below them.
LAYERS = ["core/containers", "core/trace", "core/coro", "core/asyncio", "scenarios",
          "app", "app/terminal", "app/files", "app/narration", "app/formats", "app/commands", "app/cli",
          "app/main.cpp"]
# Headers that the build makes.
GENERATED = {"scenarios/listings.hpp", "app/listings.hpp"}
# What a library's headers are called, and the files that may include them.
LIBRARIES = {"CLI/": r"app/cli/.*", "spdlog/": r"app/.*", "fmt/": r"app/.*"}
# The sources of scenarios/ that are no scenario: they know which Python is asked for.
FRAME = {"catalog.cpp", "scenario.cpp", "schedules.cpp"}
ASKS_FOR_THE_VERSION = {
    ".py": r"sys\.(?:version|hexversion|implementation)|version_info|\bplatform\b",
    ".cpp": r"python_version|PythonVersion|[Bb]ehaviour|RunOptions",
}


def layer_of(path):
    return max((layer for layer in LAYERS if path == layer or path.startswith(layer + "/")), key=len, default=None)


def includes_of(text):
    """(line number, opening bracket, name) of each include."""
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^">]+)', line)
        if match:
            yield number, match[1], match[2]


def check_include(path, bracket, name, files):
    """What is wrong with one include, or None."""
    for library, allowed in LIBRARIES.items():
        if name.startswith(library) and not path.startswith("tests/") and not re.fullmatch(allowed, path):
            return f"only {allowed} may include <{library}...>"
    if bracket == "<":
        return "written with \"\", since it is ours" if name in files else None
    if name not in files and name not in GENERATED:
        return f'"{name}" is no file of ours as seen from the root'
    if path.startswith("tests/"):
        return None
    mine, theirs = layer_of(path), layer_of(name)
    if theirs is None:
        return f'"{name}" is in no layer'
    if mine is None:
        return "this file is in no layer"
    if LAYERS.index(theirs) > LAYERS.index(mine):
        return f"{mine} may not include from {theirs}"
    return None


def cycles(graph):
    """Each cycle among the files, as a list of them."""
    done, open_files = set(), []

    def visit(path):
        if path in open_files:
            yield open_files[open_files.index(path):] + [path]
        elif path not in done:
            open_files.append(path)
            for name in graph.get(path, ()):
                yield from visit(name)
            open_files.pop()
            done.add(path)

    for path in sorted(graph):
        yield from visit(path)


def check_includes(files):
    graph = {}
    for path, text in files.items():
        graph[path] = []
        for number, bracket, name in includes_of(text):
            problem = check_include(path, bracket, name, files)
            if problem:
                yield f"{path}:{number}: {problem}"
            if bracket == '"' and name in files:
                graph[path].append(name)
    for cycle in cycles(graph):
        yield "a cycle: " + " -> ".join(cycle)


def check_tests(files):
    """CTest runs the files that are called test_*.cpp."""
    for path, text in files.items():
        if path.startswith("tests/") and re.search(r"^TEST_CASE", text, re.MULTILINE):
            if not path.rsplit("/", 1)[1].startswith("test_"):
                yield f"{path}: has test cases, and isn't called test_*.cpp: nothing would run them"


def check_scenarios(folder):
    """Each scenario is a C++ file and a Python file, and neither asks which Python it runs on."""
    sources = {path for path in folder.glob("*.*") if path.suffix in (".py", ".cpp") and path.name not in FRAME}
    for path in sorted(sources):
        twin = path.with_suffix(".cpp" if path.suffix == ".py" else ".py")
        if twin not in sources:
            yield f"scenarios/{path.name}: there is no {twin.name}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(ASKS_FOR_THE_VERSION[path.suffix], line):
                yield f"scenarios/{path.name}:{number}: a scenario may not know which Python it runs on"


def check(root):
    files = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("core", "scenarios", "app", "tests")
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in (".hpp", ".cpp", ".def")
    }
    problems = [*check_includes(files), *check_tests(files), *check_scenarios(root / "scenarios")]
    return problems, len(files)


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2]
    problems, count = check(root)
    print("\n".join(problems) or f"{count} files keep to their layers")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())

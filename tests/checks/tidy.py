"""clang-tidy on the program's sources that differ from a commit: tidy.py BUILD [--all | COMMIT]

Without a commit: from where this branch left origin/main; on main itself, from the commit before. If git knows
neither, all files are checked. A changed header is checked through one of the sources that include it.
"""

import concurrent.futures
import os
import pathlib
import subprocess
import sys

import layers

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("core", "scenarios", "app")


def git(*arguments):
    """Its output; None if it fails."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
    return done.stdout.strip() if done.returncode == 0 else None


def base():
    """The commit to compare with, or None."""
    fork = git("merge-base", "HEAD", "origin/main") or git("merge-base", "HEAD", "main")
    return fork if fork != git("rev-parse", "HEAD") else git("rev-parse", "HEAD^")


def changed(commit):
    """The files that differ from a commit, including untracked ones; None if there is no such commit."""
    known = git("diff", "--name-only", commit, "--")
    return None if known is None else known.split() + git("ls-files", "--others", "--exclude-standard").split()


def ours():
    """{path: text} of all files that can be checked."""
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
            for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.[ch]pp"))}


def source_for(path, files):
    """The source through which clang-tidy sees a file: itself, or the nearest that includes it; None if there is none."""
    seen, nearest = {path}, [path]
    while nearest:
        sources = [name for name in nearest if name.endswith(".cpp")]
        if sources:
            twin = path.rpartition(".")[0] + ".cpp"
            return twin if twin in sources else sources[0]
        nearest = [name for name, text in files.items() if name not in seen
                   and any(included in nearest for _, _, included in layers.includes_of(text))]
        seen.update(nearest)
    return None


def chosen(arguments, files):
    """The sources to check, and the reason for the choice."""
    everything = {path for path in files if path.endswith(".cpp")}
    if arguments == ["--all"]:
        return everything, "all"
    commit = arguments[0] if arguments else base()
    listed = changed(commit) if commit else None
    if listed is None:
        return everything, "all, since there is no commit to compare with"
    if ".clang-tidy" in listed:
        return everything, "all, since .clang-tidy is another one"
    sources = {source_for(path, files) for path in listed if path in files}
    return sources - {None}, "what differs from " + commit[:12]


def tidy(build, source):
    done = subprocess.run(["clang-tidy-19", "--quiet", "-p", build, source], cwd=ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, encoding="utf-8")
    if done.returncode != 0:
        print(done.stdout or done.stderr, flush=True)
    return done.returncode == 0


def main():
    build, *arguments = sys.argv[1:]
    sources, why = chosen(arguments, ours())
    print(f"{len(sources)} sources: {why}", flush=True)
    subprocess.run(["cmake", "--build", build, "--target", "corodemo_scenarios_listings", "corodemo_app_listings"],
                   cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        good = list(pool.map(lambda source: tidy(build, source), sorted(sources)))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())

"""The page's scripts and styles: they share one scope, so no name may be defined twice, and all of them are built in."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLAYER = ROOT / "app/formats/html/player"


class PageScripts(unittest.TestCase):
    def test_no_name_is_defined_twice(self):
        """The scripts are joined: a second function of the same name would silently replace the first."""
        where = {}
        for script in sorted(PLAYER.glob("*.js")):
            for name in re.findall(r"^(?:async )?(?:class|function|const|let|var) (\w+)", script.read_text(), re.M):
                self.assertNotIn(name, where, f"{script.name} and {where.get(name)}")
                where[name] = script.name
        self.assertIn("Playback", where)

    def test_every_file_is_built_in(self):
        cmake = (ROOT / "CMakeLists.txt").read_text()
        for ending, variable in (("js", "scripts"), ("css", "styles")):
            listed = re.search(rf"set\({variable} ([^)]*)\)", cmake).group(1).split()
            self.assertEqual(sorted(listed), sorted(file.stem for file in PLAYER.glob("*." + ending)))

    def test_every_text_is_there_in_both_languages(self):
        words = (PLAYER / "words.js").read_text()
        pairs = re.findall(r"[:,] \['((?:[^'\\]|\\.)*)', '((?:[^'\\]|\\.)*)'\]", words)
        self.assertGreater(len(pairs), 40)
        chinese = re.compile("[\u4e00-\u9fff]")
        for english, translated in pairs:
            if english == "中文":  # the button's text is the other language
                continue
            self.assertIsNone(chinese.search(english), english)
            self.assertIsNotNone(chinese.search(translated), translated)

    def test_every_text_is_used(self):
        words = (PLAYER / "words.js").read_text()
        table, rest = words[words.index("const WORDS"):].split("\n};", 1)
        sources = rest + "".join(file.read_text() for file in PLAYER.iterdir() if file.name != "words.js")
        names = re.findall(r"^  '?([\w.]+)'?: \[", table, re.M)
        self.assertGreater(len(names), 40)
        for name in names:
            prefix = name.split(".")[0]  # of states.waits, which is put together
            self.assertRegex(sources, rf"['\"]({re.escape(name)}|{prefix}\.)['\"]" if "." in name else rf"['\"]{name}['\"]")


if __name__ == "__main__":
    unittest.main()

"""The layer check reports every problem, and no false ones."""

import pathlib
import tempfile
import unittest

import layers

SOUND = {
    "core/trace/id.hpp": "#include <string>\n",
    "core/coro/coro.hpp": '#include "core/trace/id.hpp"\n',
    "scenarios/tutorial/gather.cpp": '#include "core/coro/coro.hpp"\n',
    "scenarios/tutorial/gather.py": "import asyncio\n",
    "scenarios/catalog.cpp": '#include "scenarios/listings.hpp"\n',
    "app/cli/options.cpp": "#include <CLI/CLI.hpp>\n",
    "app/terminal/log.cpp": "#include <spdlog/spdlog.h>\n",
    "tests/core/coro_test.cpp": '#include "core/coro/coro.hpp"\n',
}


def problems_with(**changes):
    """The problems found in the valid tree after replacing files."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {**SOUND, **changes.get("files", {})}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return layers.check(root)[0]


class LayersTest(unittest.TestCase):
    def assert_only_problem(self, name, text, expected):
        self.assertEqual(problems_with(files={name: text}), [expected])

    def test_a_valid_tree_has_no_problems(self):
        self.assertEqual(problems_with(), [])

    def test_a_layer_may_not_include_from_one_above(self):
        self.assert_only_problem("core/trace/id.cpp", '#include <x>\n#include "core/coro/coro.hpp"\n',
                                 "core/trace/id.cpp:2: core/trace may not include from core/coro")

    def test_a_folder_of_app_may_not_include_from_one_above(self):
        self.assert_only_problem("app/terminal/log.cpp", '#include "app/cli/options.cpp"\n',
                                 "app/terminal/log.cpp:1: app/terminal may not include from app/cli")
        self.assert_only_problem("app/errors.hpp", '#include "app/terminal/log.cpp"\n',
                                 "app/errors.hpp:1: app may not include from app/terminal")

    def test_includes_are_written_from_the_root(self):
        self.assert_only_problem("core/trace/id.cpp", '#include "id.hpp"\n',
                                 'core/trace/id.cpp:1: "id.hpp" is no file of ours as seen from the root')

    def test_nothing_but_tests_includes_tests(self):
        self.assert_only_problem("app/x.cpp", '#include "tests/core/coro_test.cpp"\n',
                                 'app/x.cpp:1: "tests/core/coro_test.cpp" is in no layer')

    def test_headers_of_one_layer_may_not_include_each_other(self):
        self.assert_only_problem("core/trace/id.hpp", '#include "core/trace/id.hpp"\n',
                                 "a cycle: core/trace/id.hpp -> core/trace/id.hpp")

    def test_libraries_are_included_only_where_allowed(self):
        self.assert_only_problem("app/gather.cpp", "#include <CLI/CLI.hpp>\n",
                                 "app/gather.cpp:1: only app/cli/.* may include <CLI/...>")
        self.assert_only_problem("scenarios/catalog.cpp", "#include <spdlog/spdlog.h>\n",
                                 "scenarios/catalog.cpp:1: only app/.* may include <spdlog/...>")

    def test_test_cases_are_in_files_that_are_run(self):
        self.assert_only_problem("tests/core/coro.cpp", 'TEST_CASE("it works") {}\n',
                                 "tests/core/coro.cpp: has test cases, and isn't called test_*.cpp: "
                                 "nothing would run them")

    def test_a_scenario_has_a_python_version(self):
        self.assert_only_problem("scenarios/tutorial/wait.cpp", "", "scenarios/tutorial/wait.cpp: there is no wait.py")
        self.assert_only_problem("scenarios/tutorial/wait.py", "", "scenarios/tutorial/wait.py: there is no wait.cpp")

    def test_a_scenario_does_not_know_its_python(self):
        self.assert_only_problem("scenarios/tutorial/gather.py", "if sys.version_info < (3, 7):\n    pass\n",
                                 "scenarios/tutorial/gather.py:1: a scenario may not know which Python it runs on")
        self.assert_only_problem("scenarios/tutorial/gather.cpp", '\nif (loop.python_version().minor() < 7) {}\n',
                                 "scenarios/tutorial/gather.cpp:2: a scenario may not know which Python it runs on")


if __name__ == "__main__":
    unittest.main()

"""What an installation has, and what is left when it is removed; a wheel in an environment of its own; that versions agree."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ['CORODEMO']
BUILD = os.path.dirname(PROGRAM)
INSTALL = os.path.join(ROOT, '.packaging', 'install.sh')
WHEEL = os.path.join(ROOT, '.packaging', 'wheel.py')
DEBIAN_CHANGELOG = os.path.join(ROOT, '.packaging', 'debian', 'changelog.py')


def text_of(*names):
    with open(os.path.join(*names), encoding='utf-8') as file:
        return file.read()


def run(*command, stdin='', **variables):
    done = subprocess.run(command, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8',
                          env={**os.environ, 'LC_ALL': 'C.UTF-8', **variables})
    if done.returncode != 0:
        raise AssertionError('%s: %s' % (' '.join(command), done.stdout))
    return done.stdout


def files(folder):
    return {os.path.relpath(os.path.join(path, name), folder) for path, _, names in os.walk(folder) for name in names}


def sources(folder, ending):
    return {name for name in files(os.path.join(ROOT, folder)) if name.endswith(ending)}


def library_folder():
    return re.search('^CMAKE_INSTALL_LIBDIR:PATH=(.*)$', text_of(BUILD, 'CMakeCache.txt'), re.MULTILINE).group(1)


def version():
    return re.search(r'^project\(corodemo VERSION (\S+)', text_of(ROOT, 'CMakeLists.txt'), re.MULTILINE).group(1)


PAGES = {name for name in sources('docs', '.md') if '/' not in name}
OF_PROGRAM = {
    'bin/corodemo', 'share/man/man1/corodemo.1', 'share/man/zh_CN/man1/corodemo.1',
    'share/bash-completion/completions/corodemo', 'share/zsh/site-functions/_corodemo',
    'share/fish/vendor_completions.d/corodemo.fish', 'share/corodemo/trace.schema.json',
    *('share/doc/corodemo/' + name for name in ('README.md', 'CHANGELOG.md', 'LICENSE', 'copyright')),
    *('share/doc/corodemo/docs/' + name for name in PAGES | {'trace.schema.json'}),
    *('share/doc/corodemo/docs/pictures/' + name for name in files(os.path.join(ROOT, 'docs', 'pictures')))}
OF_LIBRARY = {
    *('include/corodemo/' + name for name in files(os.path.join(ROOT, 'core', 'library', 'corodemo'))),
    *('include/corodemo/core/' + name for name in sources('core', '.hpp') if not name.startswith('library/')),
    *(library_folder() + '/' + name for name in ('libcorodemo_asyncio.a', 'libcorodemo_trace.a')),
    *(library_folder() + '/cmake/corodemo/corodemo-' + name for name in ('config.cmake', 'config-version.cmake', 'targets.cmake'))}


class Install(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def component(self, name):
        """Where a component is installed."""
        folder = os.path.join(self.folder, name)
        run('cmake', '--install', BUILD, '--prefix', folder, '--component', name, '--strip')
        return folder

    def test_the_program_has_these_files_and_no_others(self):
        installed = self.component('program')
        self.assertEqual(files(installed), OF_PROGRAM)
        for page in ['README.md'] + ['docs/' + page for page in PAGES]:
            path = os.path.join(installed, 'share/doc/corodemo', page)
            for link in re.findall(r'\]\(((?:docs/|pictures/|\w+\.(?:md|json))[^)#]*)', text_of(path)):
                if link != 'gather.svg':  # an example
                    self.assertTrue(os.path.exists(os.path.join(os.path.dirname(path), link)), '%s: %s' % (page, link))

    def test_the_library_has_these_files_and_no_others(self):
        build_type = re.compile(r'.*/corodemo-targets-\w+\.cmake')
        installed = files(self.component('library'))
        self.assertEqual(len([name for name in installed if build_type.fullmatch(name)]), 1)
        self.assertEqual({name for name in installed if not build_type.fullmatch(name)}, OF_LIBRARY)

    def test_removal_leaves_what_was_there(self):
        root = os.path.join(self.folder, 'a root')
        notes = os.path.join(self.folder, 'notes')
        mine = os.path.join(root, 'usr', 'share', 'man', 'man1', 'mine.1')
        os.makedirs(os.path.dirname(mine))
        os.makedirs(os.path.join(root, 'usr', 'bin'))
        open(mine, 'w').close()
        before = [path for path, _, _ in os.walk(root)]
        for _ in range(2):
            run(INSTALL, BUILD, '/usr', notes, DESTDIR=root)
        self.assertLess(OF_PROGRAM | OF_LIBRARY, files(os.path.join(root, 'usr')))
        run(INSTALL, '--undo', notes)
        self.assertEqual(files(root), {'usr/share/man/man1/mine.1'})
        self.assertEqual([path for path, _, _ in os.walk(root)], before)

    @unittest.skipUnless(shutil.which('man'), 'no man')
    def test_man_shows_both_pages_without_a_complaint(self):
        pages = os.path.join(self.component('program'), 'share', 'man')
        for page, name in (('corodemo', 'NAME'), (os.path.join(pages, 'zh_CN/man1/corodemo.1'), '名称')):
            shown = run('man', '--warnings', '--manpath', pages, '--encoding', 'UTF-8', '--pager', 'cat', page)
            self.assertIn('\n%s\n' % name, shown)
            self.assertNotIn('warning', shown)

    def test_pip_installs_the_wheel(self):
        environment = os.path.join(self.folder, 'environment')
        try:
            run(sys.executable, '-m', 'venv', environment)
        except AssertionError as error:
            self.skipTest(str(error))
        machine = os.uname().machine
        run(sys.executable, WHEEL, self.component('program'), version(), 'linux_' + machine, self.folder)
        wheel = os.path.join(self.folder, 'corodemo-%s-py3-none-linux_%s.whl' % (version(), machine))
        pip = [os.path.join(environment, 'bin', 'python'), '-m', 'pip', '--disable-pip-version-check']
        before = files(environment)
        run(*pip, 'install', '--no-index', wheel)
        self.assertIn('Hello again!', run(os.path.join(environment, 'bin', 'corodemo'), 'gather'))
        new = {name for name in files(environment) - before if '/site-packages/' not in name}
        self.assertEqual(new, {name for name in OF_PROGRAM if not re.match('share/(corodemo|doc)/', name)})
        run(*pip, 'uninstall', '--yes', 'corodemo')
        self.assertEqual({name for name in files(environment) - before if '__pycache__' not in name}, set())

    def test_versions_agree(self):
        self.assertEqual(re.search(r'^## \[(.*?)\]', text_of(ROOT, 'CHANGELOG.md'), re.MULTILINE).group(1), version())
        self.assertEqual(run(PROGRAM, '--version').split()[1], version())
        config = text_of(self.component('library'), library_folder(), 'cmake/corodemo/corodemo-config-version.cmake')
        self.assertIn('PACKAGE_VERSION "%s"' % version(), config)

    def test_debian_has_the_same_changelog(self):
        ours = text_of(ROOT, 'CHANGELOG.md')
        older = '\n## [0.0.9] - 2025-12-31\n\n### Fixed\n\n- A bug.\n'
        theirs = run(sys.executable, DEBIAN_CHANGELOG, 'A B <a@b.c>', stdin=ours + older, SOURCE_DATE_EPOCH='0')
        self.assertRegex(theirs, r'^corodemo \(%s\) unstable; urgency=medium\n\n  ' % re.escape(version()))
        self.assertTrue(theirs.endswith(
            'corodemo (0.0.9) unstable; urgency=medium\n\n  [ Fixed ]\n  * A bug.\n\n'
            ' -- A B <a@b.c>  Wed, 31 Dec 2025 00:00:00 +0000\n'), theirs)
        for item in re.findall(r'^- (.*(?:\n  .*)*)', ours, re.MULTILINE):
            self.assertIn(' * %s ' % ' '.join(item.split()), ' '.join(theirs.split()))


if __name__ == '__main__':
    unittest.main()

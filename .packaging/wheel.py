"""Makes a wheel of an installed program: wheel.py INSTALLED VERSION PLATFORM OUTPUT

`pip install` puts the program, its man pages and its completions where INSTALLED has them, below the environment. PLATFORM
is what the wheel's name says of the machines that it is for: manylinux2014_x86_64.musllinux_1_1_x86_64. Equal input and an equal
$SOURCE_DATE_EPOCH give equal bytes."""

import base64
import hashlib
import os
import pathlib
import sys
import time
import zipfile

METADATA = '''\
Metadata-Version: 2.1
Name: corodemo
Version: {version}
Summary: Shows, step by step, what an asyncio event loop does
License: MIT
Keywords: asyncio,teaching,visualization,trace
Requires-Python: >=3.6
Description-Content-Type: text/markdown

corodemo shows, step by step, what Python's asyncio event loop does: which task runs, what it waits for, what made it ready
again, and what is left in the ready queue.

    corodemo list                        # the scenarios
    corodemo gather --trace              # what the event loop does, step by step
    corodemo record --trace shop.py      # the same for a program of yours
'''
WHEEL = '''\
Wheel-Version: 1.0
Generator: corodemo
Root-Is-Purelib: false
'''
SCRIPTS = 'bin'
DATA = ['share/man', 'share/bash-completion', 'share/zsh', 'share/fish']
LICENSES = ['share/doc/corodemo/LICENSE', 'share/doc/corodemo/copyright']


def contents(installed, version, platform):
    """The files of the wheel: their names in it, and their bytes."""
    data, info = 'corodemo-%s.data' % version, 'corodemo-%s.dist-info' % version
    for file in sorted((installed / SCRIPTS).iterdir()):
        yield '%s/scripts/%s' % (data, file.name), file.read_bytes()
    for file in sorted(file for folder in DATA for file in (installed / folder).rglob('*') if file.is_file()):
        yield '%s/data/%s' % (data, file.relative_to(installed).as_posix()), file.read_bytes()
    for file in LICENSES:
        yield '%s/licenses/%s' % (info, pathlib.PurePath(file).name), (installed / file).read_bytes()
    tags = ''.join('Tag: py3-none-%s\n' % tag for tag in platform.split('.'))
    yield info + '/METADATA', METADATA.format(version=version).encode()
    yield info + '/WHEEL', (WHEEL + tags).encode()


def record(files, name):
    """The file in which a wheel lists its files, itself without a hash."""
    rows = ['%s,sha256=%s,%d\n' % (file, base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('='),
                                   len(data)) for file, data in files.items()]
    return (''.join(rows) + name + ',,\n').encode()


def main(installed, version, platform, output):
    files = dict(contents(pathlib.Path(installed), version, platform))
    name = 'corodemo-%s.dist-info/RECORD' % version
    files[name] = record(files, name)
    date = time.gmtime(int(os.environ.get('SOURCE_DATE_EPOCH', time.time())))[:6]
    with zipfile.ZipFile(os.path.join(output, 'corodemo-%s-py3-none-%s.whl' % (version, platform)), 'w') as wheel:
        for file, data in files.items():
            entry = zipfile.ZipInfo(file, date)
            entry.create_system = 3  # Unix, whose modes follow
            entry.external_attr = (0o100755 if '/scripts/' in file else 0o100644) << 16
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)


if __name__ == '__main__':
    main(*sys.argv[1:])

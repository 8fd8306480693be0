"""The file of a trace: events stream to it while the program runs, and it gets its name when it is whole."""

import contextlib
import errno
import io
import json
import os
import shutil
from json.encoder import c_make_encoder, encode_basestring

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

encode = json.JSONEncoder(ensure_ascii=False).encode
PART = '.part'
HIGH = 200  # descriptors from here on are the recorder's
LONGEST_OUTPUT = 10 ** 7  # characters that the outcome has of what was printed


def _pieces_encoder():
    """What JSONEncoder.encode makes anew for each value."""
    encoder = json.JSONEncoder(ensure_ascii=False)
    if c_make_encoder is None:
        return lambda value, level: encoder.iterencode(value)
    return c_make_encoder(None, encoder.default, encode_basestring, None, ': ', ', ', False, False, True)


encode_pieces = _pieces_encoder()


def open_high(path, flags):
    """Open a file by a number that no program expects one of its own to have."""
    descriptor = os.open(path, flags, 0o666)
    if fcntl is None:
        return descriptor
    try:
        high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, HIGH)
    except OSError:  # the process may not have so many
        return descriptor
    os.close(descriptor)
    return high


class TraceFile:
    """PATH.part holds what there is so far, as JSON lines without the last one; PATH, at the end, the document."""

    def __init__(self, path, header):
        """Raises OSError if it can't be written."""
        self.path, self.header = os.path.realpath(path), header
        self.pid = os.getpid()
        self.printed = io.StringIO()
        self.is_special = os.path.exists(self.path) and not os.path.isfile(self.path)  # /dev/null, a pipe
        self.part = self.path + PART
        if self.is_special:
            import tempfile
            self.part = os.path.join(tempfile.gettempdir(), 'corodemo-%d%s' % (self.pid, PART))
        self.file = open(self.part, 'w+b', buffering=0, opener=open_high)
        self.put([encode(header)])

    def put(self, lines):
        # A lone surrogate becomes JSON's own escape of it.
        data = ('\n'.join(lines) + '\n').encode('utf-8', 'backslashreplace')
        while data:
            try:
                data = data[self.file.write(data):]
            except OSError as error:
                if error.errno != errno.EBADF:
                    raise
                self.reopen()

    def reopen(self):
        """The program has closed all descriptors that there were."""
        with contextlib.suppress(OSError):
            self.file.close()
        self.file = open(self.part, 'r+b', buffering=0, opener=open_high)
        self.file.seek(0, os.SEEK_END)

    def write(self, events):
        if events and not self.file.closed:
            self.put([''.join(encode_pieces(event, 0)) for event in events])

    def add_listing(self, listing):
        """Of one more file of the program."""
        if not self.file.closed:
            self.put([encode({'listing': listing})])

    def print(self, text):
        """Add to what the outcome says was printed."""
        room = LONGEST_OUTPUT - self.printed.tell()
        self.printed.write(text if len(text) <= room else text[:room - 1] + '…' if room > 0 else '')

    def stdout(self):
        return self.printed.getvalue()

    def abandon(self):
        """In a forked child: leave the file to the parent."""
        os.close(self.file.detach().fileno()) if hasattr(self.file, 'detach') else self.file.close()

    def remove(self):
        self.file.close()
        os.unlink(self.part)

    def finish(self, outcome, clock_kind):
        """Write the rest, and give the file its name. Raises OSError."""
        last = {'outcome': outcome}
        if clock_kind != self.header['clock']['kind']:
            last['clock'] = dict(self.header['clock'], kind=clock_kind)
        self.put([encode(last)])
        try:
            if not self.path.endswith('.jsonl'):
                self.make_document(last)
            self.file.close()
            if self.is_special:
                with open(self.part, 'rb') as source, open(self.path, 'wb') as target:
                    shutil.copyfileobj(source, target)
                os.unlink(self.part)
            else:
                os.replace(self.part, self.path)
        except BaseException:
            self.remove()
            raise

    def make_document(self, last):
        """Replace the lines by one JSON document."""
        header, listings = dict(self.header), []
        source, self.file = self.file, open(self.part + '2', 'w+b')
        source.seek(0)
        with source, io.BufferedReader(source) as lines:
            next(lines)
            for line in lines:
                if line.startswith(b'{"listing":'):
                    listings.append(json.loads(line.decode('utf-8', 'surrogatepass'))['listing'])
            header['clock'] = last.get('clock', header['clock'])
            if listings:
                header['program'] = dict(header['program'])
                python = header['program']['listings']['python']
                header['program']['listings'] = {'python': [python] + listings}
            fields = ['%s: %s' % (encode(key), encode(value)) for key, value in header.items()]
            self.put(['{\n' + ',\n'.join(fields) + ',\n"events": ['])
            lines.seek(0)
            next(lines)
            before = b''
            for line in lines:
                if line.startswith(b'{"n":'):
                    self.file.write(before + line[:-1])
                    before = b',\n'
            self.put(['\n],\n"outcome": ' + encode(last['outcome']) + '\n}'])
        os.replace(self.part + '2', self.part)

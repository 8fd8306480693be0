"""What the program prints: it goes where it would go, and into the trace."""

import contextlib
import io
import os
import sys
import threading

from .recording import recording
from .sources import sources
from .texts import texts
from .trace import trace


class Line:
    """What is written of a line that has not ended. print() writes each of its arguments by itself."""

    def __init__(self, stream, thread):
        self.stream, self.thread, self.pieces = stream, thread, []
        self.place = sources.place(sys._getframe(1), trace.context.stepping, trace.boundary)

    def end(self, newline=False):
        """Report it. Anything that happens ends it, and so does another thread."""
        trace.unended = None
        trace.emit('printed', line=self.place, text=texts.bounded(''.join(self.pieces)), stream=self.stream,
                   newline=None if newline else False)


class Tee(io.TextIOWrapper):
    """sys.stdout and sys.stderr of the program."""

    def __init__(self, original, name):
        super().__init__(original.buffer, encoding=original.encoding, errors=original.errors,
                         newline='\n' if os.linesep == '\n' else None, line_buffering=original.line_buffering,
                         write_through=getattr(original, 'write_through', False))
        self.mode = getattr(original, 'mode', 'w')
        self.original = original  # which would close the buffer when it dies
        self.stream = name
        self.is_muted = 0

    def write(self, text):
        if texts.is_asking():  # the program, of itself, would not have been
            return len(text)
        count = super().write(text)
        if text and not self.is_muted and recording.is_on:
            self.note(text)
        return count

    def note(self, text):
        if self.stream == 'stdout':
            recording.file.print(text)
        thread = threading.get_ident()
        for piece in text.splitlines(True) if '\n' in text else [text]:
            line = trace.unended
            if line is not None and (line.stream, line.thread) != (self.stream, thread):
                line.end()
                line = None
            if line is None:
                line = trace.unended = Line(self.stream, thread)
            if piece.endswith('\n'):
                line.pieces.append(piece[:-1])
                line.end(newline=True)
            else:
                line.pieces.append(piece)

    def __repr__(self):
        return super().__repr__().replace('<TextIO', '<_io.TextIO', 1)  # 3.13 asks the class

    @contextlib.contextmanager
    def muted(self):
        """While Python writes here what the trace reports otherwise."""
        self.is_muted += 1
        try:
            yield
        finally:
            self.is_muted -= 1


Tee.__name__, Tee.__qualname__, Tee.__module__ = 'TextIOWrapper', 'TextIOWrapper', '_io'


def install():
    for name in ('stdout', 'stderr'):
        original = getattr(sys, name)
        if type(original) is io.TextIOWrapper:
            original.flush()  # warnings of the compiler, say
            tee = Tee(original, name)
            setattr(sys, name, tee)
            setattr(sys, '__%s__' % name, tee)


def muted():
    """sys.stderr.muted(), where it is ours."""
    stream = sys.__stderr__
    return stream.muted() if isinstance(stream, Tee) else contextlib.suppress()

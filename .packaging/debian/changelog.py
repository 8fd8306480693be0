"""Writes Debian's changelog from CHANGELOG.md: changelog.py MAINTAINER <CHANGELOG.md >changelog

A version without a date has that of $SOURCE_DATE_EPOCH."""

import datetime
import email.utils
import os
import re
import sys
import textwrap

VERSION = re.compile(r'^## \[(?P<version>[\d.]+)\] - (?P<date>\d{4}-\d\d-\d\d|unreleased)$', re.MULTILINE)


def time_of(date):
    if date == 'unreleased':
        return datetime.datetime.fromtimestamp(int(os.environ['SOURCE_DATE_EPOCH']), datetime.timezone.utc)
    return datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.timezone.utc)


def changes(text):
    """Headings and items, as Debian sets them; an item may go over several lines."""
    for part in re.split(r'\n(?=- |### )', text.strip()):
        kind, words = part.split(maxsplit=1)
        yield '  [ %s ]' % words.strip() if kind == '###' else textwrap.fill(
            ' '.join(words.split()), 78, initial_indent='  * ', subsequent_indent='    ',
            break_long_words=False, break_on_hyphens=False)


def entries(text, maintainer):
    versions = list(VERSION.finditer(text))
    for this, end in zip(versions, [version.start() for version in versions[1:]] + [len(text)]):
        yield '\n'.join(['corodemo (%s) unstable; urgency=medium' % this['version'], '',
                         *changes(text[this.end():end]), '',
                         ' -- %s  %s' % (maintainer, email.utils.format_datetime(time_of(this['date']))), ''])


if __name__ == '__main__':
    sys.stdout.write('\n'.join(entries(sys.stdin.read(), sys.argv[1])))

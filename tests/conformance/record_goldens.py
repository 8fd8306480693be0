"""Records all goldens again: python3 tests/conformance/record_goldens.py

Goldens of a CPython that is not installed are kept as long as their program is unchanged.
"""

import os
import sys

import conformance


def kept(case, document, goldens):
    """(sys.version, trace) of the existing golden, if it is of the same program."""
    for golden in goldens:
        if case in golden.cases() and listing(golden.document) == listing(document):
            return golden.recorded[case.version], golden.under(case.version)
    return None


def found(case, document, new, old, interpreters):
    """What is to be the golden, or None. Where real time plays a part, every recording is another one, and the existing
    one stays while it says the same."""
    existing = kept(case, document, old)
    if case not in new:
        return existing
    if existing and conformance.is_untimed(document) and not conformance.difference('', existing[1], '', new[case]):
        return existing
    return interpreters[case.version].text, new[case]


def listing(document):
    return document['program']['listings']['python']


def main():
    interpreters = conformance.find_interpreters(conformance.versions())
    interpreters = {version: one for version, one in interpreters.items() if one.is_reference()}
    cases = {case: document for case, document in conformance.all_cases().items() if case.is_golden()}
    new = conformance.Recordings(interpreters).record(cases)
    old = conformance.load_goldens()
    recorded = {case: found(case, document, new, old, interpreters) for case, document in cases.items()
                if case.version not in conformance.WITHOUT_THREADS or not conformance.is_untimed(document)}
    missing = sorted({(case.version, case.scenario) for case, one in recorded.items() if one is None})
    if missing:
        sys.exit('Nothing was written. Missing is ' + ', '.join('CPython %s for %s' % pair for pair in missing))
    goldens = conformance.merge(recorded)
    replace(goldens)
    print('%d goldens; recorded with %s' % (len(goldens), ', '.join(one.micro for one in interpreters.values())))


def replace(goldens):
    os.makedirs(conformance.GOLDENS, exist_ok=True)
    for name in set(conformance.golden_names()) - {golden.name() for golden in goldens}:
        os.unlink(os.path.join(conformance.GOLDENS, name))
    for golden in goldens:
        with open(os.path.join(conformance.GOLDENS, golden.name()), 'w', encoding='utf-8') as file:
            file.write(golden.text())


if __name__ == '__main__':
    main()

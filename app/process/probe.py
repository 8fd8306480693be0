"""Says which Python runs this. Given a program, it says whether that compiles: an empty line, or where it does not,
and why. Runs on any Python, 2 included.
"""

import sys

implementation = getattr(sys, 'implementation', None)  # since 3.3
name = getattr(implementation, 'name', 'cpython')
print('%s %d.%d.%d' % ((name,) + sys.version_info[:3]))
for path in sys.argv[1:]:
    with open(path, 'rb') as file:
        source = file.read()
    try:
        compile(source, path, 'exec')
    except SyntaxError as error:
        print('%d %s' % (error.lineno or 0, error.msg))
    except ValueError as error:  # null bytes, before 3.12
        print('0 %s' % error)

"""What a recorded program gets when it imports uvloop, whose loop is written in C and can't report: asyncio's loop."""

import asyncio
import importlib.abc
import sys

from .sources import Finder
from .streams import muted


def new_event_loop():
    return asyncio.SelectorEventLoop()


def install():
    """asyncio's loop is there already."""


def run(main, *, loop_factory=new_event_loop, debug=None, **kwargs):
    return asyncio.run(main, debug=debug)


class StandIn(importlib.abc.Loader):
    def create_module(self, spec):
        return None  # an ordinary one

    def exec_module(self, module):
        vars(module).update(new_event_loop=new_event_loop, install=install, run=run, Loop=asyncio.SelectorEventLoop,
                            EventLoopPolicy=asyncio.DefaultEventLoopPolicy, __version__='0')
        with muted():
            print("corodemo: uvloop's event loop can't be recorded: asyncio's takes its place", file=sys.__stderr__)


def stand_in():
    Finder.stand_ins['uvloop'] = StandIn()

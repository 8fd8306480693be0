// Does what record_batch.py does, under the CPython that is compiled to WebAssembly: Pyodide.
//
//     node record_batch.mjs FOLDER ROOT < jobs.json
//
// FOLDER is where npm has installed it, ROOT this project. The recorder runs there as it is, but for what a browser's
// Python lacks: sockets (the loop's wake-up pipe, which nobody uses here) and processes. Instead of a process of its own
// each recording gets the interpreter's memory as it was before the first one.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { json } from "node:stream/consumers";

const [folder, root] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = createRequire(join(folder, "package.json"))("pyodide");

const PREPARE = `
import atexit, os, socket, sys, zipfile

class Pipe:
    """An end of what socket.socketpair() would give."""
    def __init__(self, descriptor):
        self.descriptor = descriptor
    def fileno(self):
        return self.descriptor
    def setblocking(self, blocking):
        pass
    def close(self):
        os.close(self.descriptor)
    def recv(self, size):
        raise BlockingIOError
    def send(self, data):
        return len(data)

class Left(BaseException):
    """The recorder has left its process: nothing that happens from here on is seen."""

def leave(status):
    trace_file.TraceFile.write = trace_file.TraceFile.finish = lambda *arguments: None
    raise Left

os._exit = leave
socket.socketpair = lambda *arguments: tuple(map(Pipe, os.pipe()))
with zipfile.ZipFile(next(path for path in sys.path if path.endswith('.zip'))) as library:
    library.extractall('/sources', [name for name in library.namelist() if name.startswith('asyncio/')])
for name in [name for name in sys.modules if name.partition('.')[0] == 'asyncio']:
    del sys.modules[name]  # Pyodide has imported it; the recorder must be the first, and needs its source
sys.path[:0] = [recorder_folder, '/sources']
from corodemo_recorder import main, trace_file

def record(arguments):
    try:
        main.main(arguments)
    except BaseException:  # Left, or the program's own
        pass
    atexit._run_exitfuncs()
`;

const python = await loadPyodide({ env: { PYTHONHASHSEED: "0", TZ: "UTC", HOME: "/home" } });
const mounted = new Set();

/** Makes a folder of this machine visible to Python, under the same name. */
function mount(path) {
    if (!mounted.has(path)) {
        mounted.add(path);
        python.FS.mkdirTree(path);
        python.FS.mount(python.FS.filesystems.NODEFS, { root: path }, path);
    }
}

const jobs = await json(process.stdin);
mount(root);
for (const job of jobs) {
    mount(dirname(dirname(job.at(-1))));  // the folder that all programs' folders are in
}
python.globals.set("recorder_folder", join(root, "app", "recorder"));
python.runPython(PREPARE);

const memory = python._module.HEAPU8.slice();
const failed = [];
for (const job of jobs) {
    python.runPython(`record(${JSON.stringify(job)})`);
    if (!existsSync(job[job.indexOf("-o") + 1])) {
        failed.push(job.join(" "));
    }
    python._module.HEAPU8.fill(0, memory.length);
    python._module.HEAPU8.set(memory);
}
if (failed.length > 0) {
    console.error(`the recorder failed: ${failed.join("; ")}`);
}
process.exit(failed.length > 0 ? 1 : 0);

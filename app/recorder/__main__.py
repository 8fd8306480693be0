"""python3 app/recorder PROGRAM.py, or python3 recorder.pyz PROGRAM.py: see corodemo_recorder."""

from corodemo_recorder.main import main

main()

#!/usr/bin/python3
"""Writes what PyTorch says, for the tests to compare with: run as tests/golden/generate.py, commit what it writes.

Runs main() of every *_golden.py here, or of those named: tests/golden/generate.py optimizers schedules. Each module
says what its file holds.

Debian's python3-torch and python3-sklearn are enough. The output is the same in each run.
"""
import importlib
import pathlib
import sys

here = pathlib.Path(__file__).parent
everything = sorted(path.stem.removesuffix("_golden") for path in here.glob("*_golden.py"))

if __name__ == "__main__":
    sys.dont_write_bytecode = True
    for name in sys.argv[1:] or everything:
        print(name, flush=True)
        importlib.import_module(name + "_golden").main()

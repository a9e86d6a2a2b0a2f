"""Runs notebook.ipynb of the given run folders from top to bottom.

    python execute.py [--save FOLDER] OUT...

Each notebook runs in its own folder, as a reader would run it; the folder is
left as it was. The exit code is 1 when a cell fails; the cell and its error are
printed. With --save the executed notebooks are kept, numbered, in FOLDER. The
packages and their versions stand in requirements.txt.
"""

import argparse
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


def execute(out):
    """Runs one notebook; gives it back with outputs, and what went wrong or None."""
    notebook = nbformat.read(Path(out) / "notebook.ipynb", as_version=4)
    nbformat.validate(notebook)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(out)}})
    try:
        client.execute(env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1"))  # leaves no compiled helpers in the folder
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        return notebook, str(error)
    return notebook, None


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--save", type=Path)
    arguments.add_argument("out", nargs="+")
    arguments = arguments.parse_args()
    failed = False
    for number, out in enumerate(arguments.out, 1):
        notebook, error = execute(out)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        run = sum(cell.execution_count is not None for cell in code)
        if error:
            failed = True
            stopped = next((c for c in code if any(o.output_type == "error" for o in c.outputs)), None)
            name = stopped.id if stopped else "unknown"
            print(f"{out}: cell {name!r} failed\n{error}")
        else:
            pictures = sum("image/png" in o.get("data", {}) for c in code for o in c.outputs)
            warnings = [o.text for c in code for o in c.outputs if o.output_type == "stream" and o.name == "stderr"]
            print(f"{out}: {run} cells, {pictures} charts" + "".join(f"\nwarning: {w}" for w in warnings))
        if arguments.save:
            arguments.save.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, arguments.save / f"{number}.ipynb")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

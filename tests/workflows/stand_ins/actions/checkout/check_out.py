"""Write what a branch of the double holds into the folder here, as a git repository."""

import base64
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

branch = sys.argv[1] or "main"
with urllib.request.urlopen(os.environ["STAND_IN_DOUBLE"] + "/_double/state") as answer:  # noqa: S310
    state = json.load(answer)
objects = state["objects"]
_, commit = objects[state["refs"][f"refs/heads/{branch}"]]
_, tree = objects[commit["tree"]]
for path, (_, blob) in tree.items():
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(base64.b64decode(objects[blob][1]))
for words in (
    ["init", "--quiet"],
    ["add", "--all"],
    ["commit", "--quiet", "--message", "As it is"],
):
    subprocess.run(["git", *words], check=True)  # noqa: S607

"""The boards of a crawl ask for the families side by side, each from a thread of its own; they are read once."""

import subprocess
import sys

from newscrawl.families import family_names

ASKED_AT_ONCE = """
import threading
from newscrawl.families import family

read, wait, own = [], threading.Barrier(8), family.load_family
family.load_family = lambda name, text: (read.append(name), own(name, text))[1]

def ask():
    wait.wait()
    family.families()

threads = [threading.Thread(target=ask) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*read)
"""


def test_threads_that_ask_at_once_read_each_file_once():
    read = subprocess.run(
        [sys.executable, "-c", ASKED_AT_ONCE], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    assert sorted(read) == sorted(f"{name}.yaml" for name in family_names())

"""Runs the inbox of our remote script for Live, which needs no Live: argv is the folder of scripts and an inbox."""

import json
import sys

sys.path.insert(0, sys.argv[1])
from Leitmotif.inbox import Inbox  # noqa: E402

inbox = Inbox(sys.argv[2])
clips = inbox.waiting()
inbox.receipt(clips[0]["id"], True, "“taken”")
inbox.tell({"tempo": 97.5, "meter": "3/4", "markers": [{"name": "É", "quarters": 4}], "tracks": ["A"]})
print(json.dumps([[clip["id"], clip["parts"][0]["notes"][0]] for clip in clips]))
print(len(inbox.waiting()))

"""Names the key of MIDI files with music21: a finder that we did not write, and that knows major and minor only.

Reads paths from standard input, one a line; writes one JSON object a line: tonic as a pitch class, mode, and the next best.
"""

import json
import sys

from music21 import converter


def named(key):
    return {"tonic": key.tonic.pitchClass, "mode": key.mode}


for line in sys.stdin:
    # Percussion has no pitch to hear.
    score = converter.parse(line.strip(), quantizePost=False)
    key = score.analyze("key")
    print(json.dumps({"best": named(key), "next": named(key.alternateInterpretations[0])}), flush=True)

"""Reads a MIDI file with music21 and prints what it finds as JSON: a parser and a key finder that we did not write."""

import json
import sys

from music21 import converter, meter, midi, tempo


def count_onsets(path: str) -> int:
    """Notes that begin, counted before anything is quantized into notation."""
    file = midi.MidiFile()
    file.open(path)
    file.read()
    file.close()
    return sum(event.isNoteOn() for track in file.tracks for event in track.events)


def describe(path: str) -> dict:
    """Key by Krumhansl and Schmuckler's profiles, with the next best keys; meters, tempi, parts and their notes."""
    score = converter.parse(path, quantizePost=False)
    key = score.analyze("key")
    ranked = [key, *key.alternateInterpretations]
    return {
        "keys": [f"{found.tonic.name.replace('-', 'b')} {found.mode}" for found in ranked[:4]],
        "meters": sorted({found.ratioString for found in score.recurse().getElementsByClass(meter.TimeSignature)}),
        "tempi": [
            [float(found.getOffsetInHierarchy(score)), found.getQuarterBPM()]
            for found in score.recurse().getElementsByClass(tempo.MetronomeMark)
        ],
        "notes": count_onsets(path),
        "parts": [part.partName for part in score.parts],
        "quarters": float(score.highestTime),
    }


print(json.dumps(describe(sys.argv[1])))

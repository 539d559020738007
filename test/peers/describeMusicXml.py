"""What music21 reads in a MusicXML file: sounding notes, keys, meters, tempos, chords and words. Warnings are errors."""

import json
import sys
import warnings

from music21 import chord, converter, dynamics, expressions, harmony, key, meter, note, stream, tempo

warnings.simplefilter("error")


def sounding(part: stream.Part) -> list:
    """Onset in quarters and MIDI pitch of every note that is struck; of a tied one the first."""
    found = []
    for element in part.flatten().notes:
        if isinstance(element, harmony.Harmony):
            continue
        members = element.notes if isinstance(element, chord.ChordBase) else [element]
        for member in members:
            if member.tie is not None and member.tie.type in ("stop", "continue"):
                continue
            pitch = member.pitch.midi if isinstance(member, note.Note) else None
            found.append([round(float(element.offset), 4), pitch])
    return sorted(found, key=lambda entry: (entry[0], entry[1] or 0))


def describe(path: str) -> dict:
    written = converter.parse(path)
    transposed = written.toSoundingPitch()
    first = written.parts[0]
    # A part of two staves is read as two parts of one name.
    by_name: dict[str, list] = {}
    for part in transposed.parts:
        by_name.setdefault(part.partName, []).extend(sounding(part))
    wrong = [
        [part.partName, bar.number]
        for part in written.parts
        for bar in part.getElementsByClass(stream.Measure)
        if not bar.paddingLeft and abs(float(bar.duration.quarterLength) - bar.barDuration.quarterLength) > 1e-6
    ]
    return {
        "title": written.metadata.title,
        "parts": list(by_name),
        "notes": [sorted(notes, key=lambda entry: (entry[0], entry[1] or 0)) for notes in by_name.values()],
        "sharps": sorted({found.sharps for found in transposed.recurse().getElementsByClass(key.KeySignature)}),
        "meters": sorted({found.ratioString for found in written.recurse().getElementsByClass(meter.TimeSignature)}),
        "tempi": [
            [float(found.getOffsetInHierarchy(written)), found.getQuarterBPM()]
            for found in first.recurse().getElementsByClass(tempo.MetronomeMark)
        ],
        "chords": [
            [float(found.getOffsetInHierarchy(written)), sorted({pitch.pitchClass for pitch in found.pitches})]
            for found in first.recurse().getElementsByClass(harmony.ChordSymbol)
        ],
        "sections": [found.content for found in first.recurse().getElementsByClass(expressions.RehearsalMark)],
        "dynamics": len(list(written.recurse().getElementsByClass(dynamics.Dynamic))),
        "wrongBars": wrong,
    }


print(json.dumps(describe(sys.argv[1])))

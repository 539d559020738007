"""Takes the notes of real music out of music21's corpus, for `measureCorpus.ts` to measure.

Only notes leave this script, and they are not kept in the project: the metrics of real music and of ours are the same
TypeScript functions, so that their definitions cannot differ. Run in an environment that has music21:

    python models/evaluation/reference/export_corpus.py corpus.jsonl
    npm run build && node dist/evaluate.js reference --notes corpus.jsonl

One JSON object a line: collection, id, bars (first ticks), end, lines (of [tick, duration, pitch]), 480 ticks a quarter.
Ties are joined, grace notes left out, repeats not unfolded, unpitched notes left out.
"""

import json
import sys

from music21 import chord, converter, corpus, note, stream

TICKS_PER_QUARTER = 480
FEWEST_NOTES = 24
FEWEST_BARS = 6
MOST_BARS = 160


def spread(items, count):
    """`count` items, evenly spread over the whole."""
    if len(items) <= count:
        return items
    return [items[i * len(items) // count] for i in range(count)]


def paths(folder, *endings):
    found = [path for path in corpus.getCorePaths() if f"/corpus/{folder}/" in path.as_posix()]
    return sorted(path for path in found if path.name.endswith(endings))


def first_editions(folder):
    """One file a movement, where the corpus holds several formats of it."""
    by_name = {path.with_suffix("").as_posix(): path for path in paths(folder, ".krn", ".mxl")}
    return [by_name[name] for name in sorted(by_name)]


def ticks(quarters):
    return round(float(quarters) * TICKS_PER_QUARTER)


def line_of(part):
    notes = []
    for element in part.stripTies().flatten().notes:
        if element.duration.isGrace or not isinstance(element, (note.Note, chord.Chord)):
            continue
        for pitch in element.pitches:
            notes.append([ticks(element.offset), max(1, ticks(element.quarterLength)), pitch.midi])
    return sorted(notes)


def piece_of(score, collection, name):
    parts = list(score.parts) if isinstance(score, stream.Score) and score.parts else [score]
    measures = parts[0].getElementsByClass(stream.Measure)
    bars = [ticks(measure.offset) for measure in measures][:MOST_BARS]
    if len(bars) < FEWEST_BARS or bars != sorted(set(bars)):
        return None
    last = measures[len(bars) - 1]
    end = ticks(last.offset + last.quarterLength)
    lines = [[entry for entry in line_of(part) if entry[0] < end] for part in parts]
    lines = [line for line in lines if line]
    if sum(len(line) for line in lines) < FEWEST_NOTES or end <= bars[-1]:
        return None
    return {"collection": collection, "id": name, "bars": bars, "end": end, "lines": lines}


def single_works(collection, files, voices=None):
    for path in files:
        try:
            score = converter.parse(path)
        except Exception as error:  # the corpus has a few files that its own reader refuses
            print(f"skipped {path.name}: {error}", file=sys.stderr)
            continue
        works = score.scores if isinstance(score, stream.Opus) else [score]
        for index, work in enumerate(works):
            if voices is None or len(work.parts) == voices:
                yield collection, f"{path.parent.name}/{path.name}#{index}", work


def tunes(collection, files, count):
    works = []
    for path in files:
        try:
            opus = converter.parse(path)
        except Exception as error:
            print(f"skipped {path.name}: {error}", file=sys.stderr)
            continue
        scores = opus.scores if isinstance(opus, stream.Opus) else [opus]
        works.extend((collection, f"{path.name}#{index}", work) for index, work in enumerate(scores))
    return spread(works, count)


def everything():
    yield from single_works("bach-chorales", spread(paths("bach", ".mxl"), 220), voices=4)
    piano = ["joplin", "chopin", "beach", "schumann_clara", "cpebach"]
    yield from single_works("piano-music", [path for folder in piano for path in paths(folder, ".mxl", ".xml", ".krn", ".musicxml") if "opus17" not in path.as_posix()])
    yield from tunes("ryans-mammoth", spread(paths("ryansMammoth", ".abc"), 200), 200)
    yield from tunes("oneills", spread(paths("oneills1850", ".abc"), 4), 150)
    yield from tunes("essen-folksong", spread(paths("essenFolksong", ".abc"), 6), 250)
    quartets = ["haydn", "mozart", "beethoven"]
    yield from single_works("quartets", [path for folder in quartets for path in first_editions(folder)], voices=4)
    yield from single_works("palestrina", spread(paths("palestrina", ".krn"), 60))


def main():
    counts = {}
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        for collection, name, work in everything():
            try:
                piece = piece_of(work, collection, name)
            except Exception as error:
                print(f"skipped {name}: {error}", file=sys.stderr)
                continue
            if piece is None:
                continue
            counts[collection] = counts.get(collection, 0) + 1
            out.write(json.dumps(piece, separators=(",", ":")) + "\n")
            out.flush()
    print(json.dumps(counts))


if __name__ == "__main__":
    main()

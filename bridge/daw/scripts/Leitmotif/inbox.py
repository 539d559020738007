"""The folder in which the bridge lays clips: manifests in, receipts and the state of the project out. Knows nothing of Live."""

import json
import os

STATE = {"leitmotifState": 1, "daw": "ableton"}


class Inbox:
    """The inbox of one program."""

    def __init__(self, folder):
        self.folder = folder

    def path_of(self, name):
        """Absolute path of a file in it."""
        return os.path.join(self.folder, name)

    def waiting(self):
        """Manifests that nobody took yet, the oldest first. `queue.txt` names the newest clips, one a line."""
        clips = []
        for clip_id in self._text("queue.txt").split():
            if os.path.exists(self.path_of(clip_id + ".done.json")):
                continue
            text = self._text(clip_id + ".json")
            if not text:
                continue
            try:
                clip = json.loads(text)
                if clip["leitmotifClip"] != 1 or clip["id"] != clip_id:
                    raise ValueError("not a manifest")
                clips.append(clip)
            except (ValueError, KeyError, TypeError):
                self.receipt(clip_id, False, "The manifest cannot be read")
        return clips

    def receipt(self, clip_id, ok, message):
        """Tells the bridge what became of a clip."""
        self._write(
            clip_id + ".done.json",
            {"leitmotifReceipt": 1, "id": clip_id, "ok": ok, "message": str(message)[:2000]},
        )

    def tell(self, state):
        """Tells the bridge of the project; this also says that the script runs."""
        self._write("state.json", dict(STATE, state=state))

    def _text(self, name):
        try:
            with open(self.path_of(name), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def _write(self, name, value):
        part = self.path_of(name + ".part")
        with open(part, "w", encoding="utf-8") as file:
            json.dump(value, file)
        os.replace(part, self.path_of(name))

"""The control surface that lays clips into Live's arrangement."""

import Live
from ableton.v2.control_surface import ControlSurface

LOOK_TICKS = 2
TELL_TICKS = 10


class LeitmotifSurface(ControlSurface):
    """Looks into the inbox five times a second, on Live's own thread; a tick is a tenth of a second."""

    def __init__(self, c_instance, inbox):
        super().__init__(c_instance)
        self._inbox = inbox
        self._ticks = 0
        self._is_on = True
        self.schedule_message(1, self._tick)

    def disconnect(self):
        """Live's end of it."""
        self._is_on = False
        super().disconnect()

    def _tick(self):
        if not self._is_on:
            return
        self._ticks += 1
        try:
            if self._ticks % LOOK_TICKS == 0:
                for clip in self._inbox.waiting():
                    self._take(clip)
            if self._ticks % TELL_TICKS == 0:
                self._inbox.tell(self._state())
        except OSError as error:
            self.log_message("Leitmotif: %s" % error)
        self.schedule_message(1, self._tick)

    def _take(self, clip):
        self.song.begin_undo_step()
        try:
            self._place(clip)
            ok, message = True, "%d clip(s) in the arrangement" % len(clip["parts"])
        except Exception as error:  # Live raises errors of many kinds; all are told.
            ok, message = False, "%s: %s" % (type(error).__name__, error)
        finally:
            self.song.end_undo_step()
        self._inbox.receipt(clip["id"], ok, message)

    def _place(self, clip):
        if clip["matchTempo"]:
            self.song.tempo = clip["tempo"]
        at = self.song.current_song_time
        if clip["at"] != "playhead":
            bar = 4.0 * self.song.signature_numerator / self.song.signature_denominator
            at = (clip["at"] - 1) * bar
        for part in clip["parts"]:
            if part["kind"] == "audio":
                self._place_audio(clip, part, at)
            else:
                self._place_midi(clip, part, at)

    def _place_audio(self, clip, part, at):
        track = self._track(part["track"], "audio")
        if not hasattr(track, "create_audio_clip"):
            raise RuntimeError("Live 12.0.5 or later is needed for sound")
        made = track.create_audio_clip(self._inbox.path_of(part["file"]), at)
        if made is not None:
            made.name = clip["title"]
            # Not stretched: its samples stay as they are, and its tempo is its own.
            made.warping = False

    def _place_midi(self, clip, part, at):
        track = self._track(part["track"], "midi")
        if not hasattr(track, "create_midi_clip"):
            raise RuntimeError("This Live cannot make MIDI clips in the arrangement")
        made = track.create_midi_clip(at, clip["quarters"])
        made.name = clip["title"]
        made.add_new_notes(
            tuple(
                Live.Clip.MidiNoteSpecification(
                    pitch=int(pitch), start_time=start, duration=length, velocity=velocity, mute=False
                )
                for pitch, start, length, velocity in part["notes"]
            )
        )

    def _track(self, name, kind):
        for track in self.song.tracks:
            if track.name == name:
                if kind == "audio" and not track.has_audio_input or kind == "midi" and not track.has_midi_input:
                    raise RuntimeError("The track “%s” is not for %s" % (name, kind))
                return track
        make = self.song.create_audio_track if kind == "audio" else self.song.create_midi_track
        track = make(-1)
        track.name = name
        return track

    def _state(self):
        song = self.song
        return {
            "isRolling": bool(song.is_playing),
            "tempo": song.tempo,
            "meter": "%d/%d" % (song.signature_numerator, song.signature_denominator),
            "position": {"quarters": song.current_song_time},
            "markers": sorted(
                ({"name": cue.name, "quarters": cue.time} for cue in song.cue_points),
                key=lambda marker: marker["quarters"],
            ),
            "loop": {
                "start": {"quarters": song.loop_start},
                "end": {"quarters": song.loop_start + song.loop_length},
                "isOn": bool(song.loop),
            },
            "tracks": [track.name for track in song.tracks],
        }

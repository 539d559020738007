"""Leitmotif for Ableton Live: what OSC cannot do.

A remote script that takes clips from the inbox of the bridge: sound and MIDI into the arrangement at a bar or at the
playhead, one step of undo a clip. Live 12.0.5 or later for sound, a Live with Track.create_midi_clip for MIDI there.
Put the folder into Remote Scripts of the User Library and choose it as a Control Surface.
"""

from .inbox import Inbox

INBOX = "@INBOX@"


def create_instance(c_instance):
    """Live's entry. The surface is imported here, so that the rest can be read without Live."""
    from .surface import LeitmotifSurface

    return LeitmotifSurface(c_instance, Inbox(INBOX))

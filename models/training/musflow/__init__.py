"""MusFlow's training recipe: from shards of music with its conditions to weights that run in ONNX."""

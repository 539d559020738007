"""Streams shards through the real WebDataset and a PyTorch loader with two workers, as one rank of RANK and WORLD_SIZE.

Usage: streamShards.py <folder that has webdataset> <shard> [<shard> ...]; prints a line of JSON a sample.
"""

import io
import json
import sys

# Behind the system's own packages, whose NumPy its PyTorch needs.
sys.path.append(sys.argv[1])

import soundfile
import torch
import webdataset

samples = (
    webdataset.WebDataset(
        sys.argv[2:],
        shardshuffle=False,
        nodesplitter=webdataset.split_by_node,
        empty_check=False,
    )
    .decode()
    .to_tuple("__key__", "json", "wav", "notes.npy", "image.npy", "story.npy", "caption.npy")
)
loader = torch.utils.data.DataLoader(samples, batch_size=None, num_workers=2)
for key, record, wav, *tables in loader:
    sound, rate = soundfile.read(io.BytesIO(wav))
    told = {
        "key": key,
        "id": record["id"],
        "sound": [len(sound), rate],
        "shapes": [list(table.shape) for table in tables],
        "first": [float(table.flatten()[0]) for table in tables],
    }
    print(json.dumps(told))
